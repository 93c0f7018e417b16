// The pauses of storage protection.

/** How often a class that is to be deleted is looked for among all claims. */
export const attributesPauseMs = 30_000;
