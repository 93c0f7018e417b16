// CEL's bounds, with their reasons.

/** Kubernetes: apiserver/pkg/apis/cel/config.go PerCallLimit. What one expression may spend at a time. */
export const callCostMax = 1_000_000;

/** Kubernetes: RuntimeCELCostBudget. What all expressions of one request may spend. */
export const requestCostMax = 10_000_000;

/** Kubernetes: RuntimeCELCostBudgetMatchConditions. All match conditions of one webhook or policy: they are to be quick. */
export const matchConditionsCostMax = 2_500_000;

/** All expressions of one step of admission, of all policies or webhooks together: some seconds. Upstream has no such bound. */
export const admissionCostMax = 5 * requestCostMax;

/** Kubernetes: apiextensions validation StaticEstimatedCostLimit. A CRD's rule may be reckoned to cost that much. */
export const ruleCostMax = 10_000_000;

/** Kubernetes: StaticEstimatedCRDCostLimit. All rules of one schema together. */
export const schemaCostMax = 100_000_000;

/** Kubernetes: MaxEvaluatedMessageExpressionSizeBytes. */
export const messageBytesMax = 5 * 1024;

/** Kubernetes: DefaultMaxRequestSizeBytes. Strings and lists without a bound of their own are taken to be this large. */
export const requestBytesMax = 3 * 1024 * 1024;

/** cel-go: parser's default. Characters of an expression. */
export const expressionCharactersMax = 100_000;

/** cel-go: parser's default. How deep an expression nests; every later walk recurses no deeper. */
export const depthMax = 250;

/** Compiled conditions kept per set of declarations: a cluster has tens of policies. About 5 KB each. */
export const conditionCacheMax = 500;

/** Patterns that are no literals, compiled while evaluating. About 10 KB each. */
export const regexCacheMax = 100;

/** Problems of one expression that are told: cel-go stops at 100. */
export const issuesMax = 100;

/** Units of unpriced work (about a nanosecond each) that weigh as much as one unit of cost (about 50). */
export const workPerCost = 64;

/** Characters and elements that an evaluation may build at once: a string or list beyond that is no request's. */
export const builtSizeMax = 10_000_000;
