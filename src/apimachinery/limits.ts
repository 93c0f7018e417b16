// Every bound of this part, with its reason.

/** Kubernetes: pkg/api/validation/objectmeta.go. All keys and values of an object's annotations together. */
export const annotationsBytesMax = 256 * 1024;

/** Kubernetes: apis/meta/v1/validation FieldManagerMaxLength. */
export const managerNameBytesMax = 128;

/** Kubernetes: apis/meta/v1/validation MaxSubresourceNameLength. */
export const subresourceNameBytesMax = 256;

/** Digits of a quantity: far beyond any resource, and short enough that big numbers stay cheap. */
export const quantityDigitsMax = 512;

/** A quantity's decimal exponent: upstream reads any int32, and then needs memory to match. */
export const quantityExponentMax = 512;

/** Quantities remembered by their text: a cluster uses a few hundred distinct ones. */
export const quantityCacheMax = 2048;

/** Kubernetes: apiserver/pkg/server/config.go MaxRequestBodyBytes. */
export const requestBytesMax = 3 * 1024 * 1024;

/**
 * How deep a body may nest. Go's decoder stops at 10,000; what walks a value here recurses, and no resource comes near.
 */
export const bodyDepthMax = 500;

/** Values that a YAML body may have once its aliases are expanded: a small body must not become a huge one. */
export const yamlValuesMax = 200_000;

/** Lexemes (words, colons, line ends) of a YAML body: a definition of two megabytes has some 140,000. */
export const yamlLexemesMax = 500_000;

/** What an Accept header may offer: browsers name about ten. */
export const acceptClausesMax = 64;

/** Kubernetes: endpoints/handlers/patch.go maxJSONPatchOperations. */
export const patchOperationsMax = 10_000;

/** Kubernetes: server/config.go JSONPatchMaxCopyBytes: what the copy operations of one patch may add. */
export const patchCopyBytesMax = 3 * 1024 * 1024;

/** Names of fields whose path elements are remembered: all kinds together have about 2,000. */
export const fieldElementCacheMax = 8192;

/** Kubernetes: managedfields/internal/capmanagers.go DefaultMaxUpdateManagers. */
export const updateManagersMax = 10;

/** Problems of an applied configuration that are told: enough to mend it by. */
export const appliedProblemsMax = 100;

/** Paths that a conflict names, of each manager. */
export const conflictPathsMax = 1000;
