// Every bound of this part that several kinds share, with its reason; the others stand beside their rule.

/** Kubernetes: pkg/apis/core/types.go MaxSecretSize. All values of a ConfigMap or Secret together. */
export const dataBytesMax = 1024 * 1024;
