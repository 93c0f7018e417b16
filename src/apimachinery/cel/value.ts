// CEL's values as programs hold them.

/** An int is a bigint, a double is a number; the rest are named classes. */
export type CelValue = null | boolean | bigint | number | string | Uint8Array | object;
