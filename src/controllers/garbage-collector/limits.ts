// How the collector paces what it cannot be told of.

/** How often an owner in the cluster scope looks whether its dependents in namespaces are gone. */
export const elsewhereCheckMs = 1_000;
