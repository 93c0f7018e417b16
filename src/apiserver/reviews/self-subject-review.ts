// SelfSubjectReview: who the caller is. Kubernetes: pkg/registry/authentication/selfsubjectreview/rest.go

import type { Review } from "./review.ts";
import { userInfo } from "./user-info.ts";

export const selfSubjectReview: Review = (_review, { user }) => ({ userInfo: userInfo(user) });
