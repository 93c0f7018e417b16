// Reviews as the Worker answers them: read, asked, sent back with their status. To add one: its file and its line.
import type { KubeObject } from "../../apimachinery/json.ts";
import { negotiate } from "../../apimachinery/media-type.ts";
import { methodNotAllowed, notAcceptable } from "../../apimachinery/status-error.ts";
import { readCreateOptions } from "../../apimachinery/write-options.ts";
import type { Kind } from "../../kinds/kind.ts";
import { decodeObject } from "../decode-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import { respond } from "../respond.ts";
import { apiVersionOfKind } from "../write-context.ts";
import { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from "./access-review.ts";
import type { Review, ReviewContext } from "./review.ts";
import { selfSubjectRulesReview } from "./rules-review.ts";
import { selfSubjectReview } from "./self-subject-review.ts";
import { tokenReview } from "./token-review.ts";

const reviews: Readonly<Record<string, Review>> = {
  "tokenreviews.authentication.k8s.io": tokenReview,
  "selfsubjectreviews.authentication.k8s.io": selfSubjectReview,
  "selfsubjectaccessreviews.authorization.k8s.io": selfSubjectAccessReview,
  "subjectaccessreviews.authorization.k8s.io": subjectAccessReview,
  "localsubjectaccessreviews.authorization.k8s.io": localSubjectAccessReview,
  "selfsubjectrulesreviews.authorization.k8s.io": selfSubjectRulesReview,
};

const answers = ["application/json", "application/yaml", "text/yaml"];

export function isReview(kind: Kind): boolean {
  return kind.virtual === true && Object.hasOwn(reviews, kind.collection);
}

/** Throws `StatusError`: also for who wants to read the answer as a table, which a review has no rows for. */
export async function answerReview(
  request: ApiRequest,
  more: Pick<ReviewContext, "nowMs" | "credentials">,
): Promise<Response> {
  const { kind, info, user } = request;
  const misplaced = kind.scope === "Namespaced" && info.namespace === "";
  if (info.verb !== "create" || info.name !== "" || misplaced) {
    throw methodNotAllowed("the server does not allow this method on the requested resource");
  }
  // What has no rows can't be a table; who would take the plain form as well gets that.
  if (negotiate(request.accept, answers, ({ parameters }) => !parameters.has("as")) === undefined) {
    throw notAcceptable(`only the following media types are accepted: ${answers.join(", ")}`);
  }
  const { fieldValidation } = readCreateOptions(request.query);
  const warn = (text: string) => request.warnings.push(text);
  const asked = decodeObject(readBody(request, kind), kind, fieldValidation, warn);
  const review = reviews[kind.collection] as Review;
  const status = await review(asked, { ...more, kind, user, namespace: info.namespace });
  return respond(
    request,
    { type: "value", code: 201, value: answered(kind, asked, info.namespace, status) },
    more.nowMs,
  );
}

function answered(kind: Kind, asked: KubeObject, namespace: string, status: object): KubeObject {
  const { apiVersion: _a, kind: _k, metadata, ...rest } = asked;
  const place = namespace === "" ? {} : { namespace };
  return { kind: kind.kind, apiVersion: apiVersionOfKind(kind), metadata: { ...metadata, ...place }, ...rest, status };
}
