// SelfSubjectRulesReview: what the caller may do in a namespace, as rules.
// Kubernetes: pkg/registry/authorization/selfsubjectrulesreview/rest.go
import { badRequest } from "../../apimachinery/status-error.ts";
import { rulesFor } from "../../auth/authorize.ts";
import type { SelfSubjectRulesReview } from "../../kinds/facts/types.gen.ts";
import type { Review } from "./review.ts";

export const selfSubjectRulesReview: Review = (review, { user }) => {
  const namespace = (review as SelfSubjectRulesReview).spec?.namespace ?? "";
  if (namespace === "") throw badRequest("no namespace on request");
  return { ...rulesFor(user, namespace), incomplete: false };
};
