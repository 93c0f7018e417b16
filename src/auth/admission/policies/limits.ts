// Bounds of admission policies, with their reasons.

/** Policies of each sort that an isolate keeps compiled, of all its clusters. About 20 KB each with its expressions. */
export const compiledPoliciesMax = 200;

/** Kubernetes: policy/validating/dispatcher.go maxAuditAnnotationValueLength. A note in the audit log, in bytes. */
export const auditNoteBytesMax = 10 * 1024;
