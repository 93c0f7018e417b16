// The decoder's bounds, with their reasons.

/** How deep messages may nest. Only CRD schemas refer to themselves; the walk recurses on the engine's stack. */
export const nestingMax = 300;

/** Values in one body: an empty list item takes two bytes on the wire and many in memory. */
export const valuesMax = 1_000_000;
