// What a request for a certificate has been told, and when.
// Kubernetes: pkg/registry/certificates/certificates/strategy.go populateConditionTimestamps, csrApprovalStrategy
import { formatTime } from "../../apimachinery/time.ts";
import type { CertificateSigningRequest } from "../facts/types.gen.ts";

type Conditions = NonNullable<NonNullable<CertificateSigningRequest["status"]>["conditions"]>;

/** The stored request with the conditions of `update`, and nothing else of it. */
export function withApproval(
  old: CertificateSigningRequest,
  update: CertificateSigningRequest,
  nowMs: number,
): CertificateSigningRequest {
  const conditions = withTimes(update.status?.conditions ?? [], old.status?.conditions ?? [], nowMs);
  return { ...old, status: { ...old.status, conditions } };
}

/** Conditions with the times that their author has left out. */
export function withTimes(conditions: Conditions, old: Conditions, nowMs: number): Conditions {
  const now = formatTime(nowMs);
  return conditions.map((condition) => {
    const before = old.find(({ type, status }) => type === condition.type && status === condition.status);
    return {
      ...condition,
      lastUpdateTime: condition.lastUpdateTime || now,
      lastTransitionTime: condition.lastTransitionTime || before?.lastTransitionTime || now,
    };
  });
}
