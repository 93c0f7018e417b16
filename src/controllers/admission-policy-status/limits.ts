// Bounds of the checks of policies.

/** Kubernetes: policy/validating/typechecking.go maxTypesToCheck. Kinds that one policy is checked against. */
export const checkedKindsMax = 10;
