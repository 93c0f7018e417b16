// The bounds of conversion by webhook, each with its reason.

/** Kubernetes: webhook_converter.go, a REST client's timeout of thirty seconds. */
export const conversionTimeoutMs = 30_000;

/** Converted objects that a scope keeps, by their stored texts' length. A list must fit, or it can't be shown. */
export const convertedCharactersMax = 8_000_000;

/** Objects sent at once: a webhook's answer has a limit too. */
export const conversionBatchMax = 500;

/** How often a read begins anew because objects were written under it. */
export const conversionRoundsMax = 4;
