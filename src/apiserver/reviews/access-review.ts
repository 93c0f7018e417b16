// The three reviews that ask whether somebody may do something. They ask what every request is asked.
// Kubernetes: pkg/registry/authorization/{selfsubjectaccessreview,subjectaccessreview,localsubjectaccessreview}/rest.go,
// pkg/apis/authorization/validation/validation.go
import { type FieldError, invalidValue } from "../../apimachinery/field-error.ts";
import type { ObjectMeta } from "../../apimachinery/json.ts";
import { badRequest, invalid } from "../../apimachinery/status-error.ts";
import { type Attributes, authorize } from "../../auth/authorize.ts";
import type { User } from "../../auth/user.ts";
import type {
  LocalSubjectAccessReview,
  NonResourceAttributes,
  ResourceAttributes,
  SelfSubjectAccessReview,
  SubjectAccessReview,
} from "../../kinds/facts/types.gen.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { Review } from "./review.ts";

interface Asked {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

export const selfSubjectAccessReview: Review = (review, { kind, user }) => {
  const { spec = {}, metadata } = review as SelfSubjectAccessReview;
  refuse(kind, [...askedErrors(spec), ...metadataErrors(metadata)]);
  return decided(user, spec);
};

export const subjectAccessReview: Review = (review, { kind }) => {
  const { spec = {}, metadata } = review as SubjectAccessReview;
  refuse(kind, [...askedErrors(spec), ...subjectErrors(spec), ...metadataErrors(metadata)]);
  return decided(subjectOf(spec), spec);
};

export const localSubjectAccessReview: Review = (review, { kind, namespace }) => {
  const { spec = {}, metadata = {} } = review as LocalSubjectAccessReview;
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const { namespace: _, ...others } = metadata as ObjectMeta;
  const errors = [
    ...askedErrors(spec),
    ...subjectErrors(spec),
    ...metadataErrors(others, "must be empty except for namespace"),
  ];
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (resourceAttributes !== undefined && (resourceAttributes.namespace ?? "") !== namespace) {
    const given = resourceAttributes.namespace ?? "";
    errors.push(invalidValue("spec.resourceAttributes.namespace", given, "must match metadata.namespace"));
  }
  if (nonResourceAttributes !== undefined) {
    const detail = "disallowed on this kind of request";
    errors.push(invalidValue("spec.nonResourceAttributes", nonResourceAttributes, detail));
  }
  refuse(kind, errors);
  return decided(subjectOf(spec), spec);
};

function decided(user: User, asked: Asked): object {
  const { allowed, reason } = authorize(user, attributesOf(asked));
  return reason === "" ? { allowed } : { allowed, reason };
}

function attributesOf({ resourceAttributes, nonResourceAttributes }: Asked): Attributes {
  if (resourceAttributes === undefined) {
    const { path = "", verb = "" } = nonResourceAttributes ?? {};
    return { type: "path", path, verb };
  }
  const { verb = "", group = "", version = "", resource = "", subresource = "" } = resourceAttributes;
  const { namespace = "", name = "" } = resourceAttributes;
  return { type: "resource", verb, group, version, resource, subresource, namespace, name };
}

function subjectOf(spec: NonNullable<SubjectAccessReview["spec"]>): User {
  const { user = "", groups = [], uid, extra } = spec;
  return { name: user, groups, ...(uid ? { uid } : {}), ...(extra === undefined ? {} : { extra }) };
}

function refuse(kind: Kind, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid(kind, "", errors);
}

function askedErrors({ resourceAttributes, nonResourceAttributes }: Asked): FieldError[] {
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const detail = "cannot be specified in combination with resourceAttributes";
    return [invalidValue("spec.nonResourceAttributes", nonResourceAttributes, detail)];
  }
  if (resourceAttributes !== undefined || nonResourceAttributes !== undefined) return [];
  const detail = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
  return [invalidValue("spec.resourceAttributes", null, detail)];
}

function subjectErrors({ user = "", groups = [] }: { user?: string; groups?: readonly string[] }): FieldError[] {
  if (user !== "" || groups.length > 0) return [];
  return [invalidValue("spec.user", user, "at least one of user or group must be specified")];
}

function metadataErrors(metadata: ObjectMeta = {}, detail = "must be empty"): FieldError[] {
  const { managedFields: _, ...others } = metadata;
  return Object.keys(others).length === 0 ? [] : [invalidValue("metadata", metadata, detail)];
}
