// How the deletion of custom resources is paced.

/** Namespaces that are emptied at once: each may have to wake for it. */
export const purgesAtOnce = 8;

/** Until objects that finalizers hold are looked for again; longer the longer it lasts. */
export const waitFirstMs = 250;
export const waitLastMs = 30_000;
