// The bounds of conversion by webhook, each with its reason.

/** Kubernetes: webhook_converter.go, a REST client's timeout of thirty seconds. */
export const conversionTimeoutMs = 30_000;

/** Converted objects that a scope keeps between requests, by their stored texts' length: lists are asked for again. */
export const convertedCharactersMax = 8_000_000;

/** The same while requests are at work: one list must fit, and the object has 128 MB for everything. */
export const heldCharactersMax = 32_000_000;

/** Objects sent at once: a webhook's answer has a limit too. */
export const conversionBatchMax = 500;

/** The same by their length: the answer, which may be longer in UTF-8 and by what is converted, must be read whole. */
export const batchCharactersMax = 3_000_000;

/** How often a read begins anew: once for each page that it looks through, and when objects were written under it. */
export const conversionRoundsMax = 100;
