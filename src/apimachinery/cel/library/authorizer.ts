// Asking what the requester may do: `authorizer.group('').resource('pods').namespace('x').check('create').allowed()`.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/authz.go

import { fail } from "../evaluation-error.ts";
import { declareMethod as method, type Overload } from "../overload.ts";
import { opaqueType } from "../type.ts";
import { OpaqueValue } from "../value.ts";

/** What is asked. A path, or a resource. */
export type AuthorizationQuestion =
  | { readonly type: "path"; readonly serviceAccount?: Account; readonly path: string; readonly verb: string }
  | {
      readonly type: "resource";
      readonly serviceAccount?: Account;
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
      readonly fieldSelector?: string;
      readonly labelSelector?: string;
    };
export interface Account {
  readonly namespace: string;
  readonly name: string;
}
export interface AuthorizationAnswer {
  readonly isAllowed: boolean;
  readonly reason: string;
  /** The check itself failed. */
  readonly error?: string;
}

/** Answers at once: what it needs must have been read before. */
export type Ask = (question: AuthorizationQuestion) => AuthorizationAnswer;

const prefix = "kubernetes.authorization";
export const authorizerType = opaqueType(`${prefix}.Authorizer`);
export const resourceCheckType = opaqueType(`${prefix}.ResourceCheck`);

abstract class Part extends OpaqueValue {
  equals(other: OpaqueValue): boolean {
    return other === this;
  }
}

/** The value of `authorizer`, for the requester or a service account. */
export class AuthorizerValue extends Part {
  readonly typeName = `${prefix}.Authorizer`;
  readonly ask: Ask;
  readonly account: Account | undefined;
  constructor(ask: Ask, account?: Account) {
    super();
    this.ask = ask;
    this.account = account;
  }
}

/** Something that the authorizer is to be asked about. */
abstract class Check extends Part {
  readonly by: AuthorizerValue;
  constructor(by: AuthorizerValue) {
    super();
    this.by = by;
  }
}

class PathCheck extends Check {
  readonly typeName = `${prefix}.PathCheck`;
  readonly path: string;
  constructor(by: AuthorizerValue, path: string) {
    super(by);
    this.path = path;
  }
}

class GroupCheck extends Check {
  readonly typeName = `${prefix}.GroupCheck`;
  readonly group: string;
  constructor(by: AuthorizerValue, group: string) {
    super(by);
    this.group = group;
  }
}

interface ResourceAsked {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

/** The value of `authorizer.requestResource` too. */
export class ResourceCheck extends Check {
  readonly typeName = `${prefix}.ResourceCheck`;
  readonly asked: ResourceAsked;
  constructor(by: AuthorizerValue, asked: ResourceAsked) {
    super(by);
    this.asked = asked;
  }
  with(more: Partial<ResourceAsked>): ResourceCheck {
    return new ResourceCheck(this.by, { ...this.asked, ...more });
  }
}

class Decision extends Part {
  readonly typeName = `${prefix}.Decision`;
  readonly answer: AuthorizationAnswer;
  constructor(answer: AuthorizationAnswer) {
    super();
    this.answer = answer;
  }
}

function asked(by: AuthorizerValue): { serviceAccount?: Account } {
  return by.account === undefined ? {} : { serviceAccount: by.account };
}

function accountOf(by: AuthorizerValue, namespace: string, name: string): AuthorizerValue {
  const isName = (text: string) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text);
  if (!isName(name)) fail(`Invalid service account name: ${name}`);
  if (!isName(namespace)) fail(`Invalid service account namespace: ${namespace}`);
  return new AuthorizerValue(by.ask, { namespace, name });
}

const nowhere = { subresource: "", namespace: "", name: "" };
const text = (name: "subresource" | "namespace" | "name" | "fieldSelector" | "labelSelector") =>
  method(
    `resourcecheck_${name}`,
    `${prefix}.ResourceCheck.${name}(string): ${prefix}.ResourceCheck`,
    (check: ResourceCheck, value: string) => check.with({ [name]: value }),
  );

export const authorization: readonly Overload[] = [
  method(
    "authorizer_path",
    `${prefix}.Authorizer.path(string): ${prefix}.PathCheck`,
    (by: AuthorizerValue, path: string) => (path === "" ? fail("path must not be empty") : new PathCheck(by, path)),
  ),
  method(
    "authorizer_group",
    `${prefix}.Authorizer.group(string): ${prefix}.GroupCheck`,
    (by: AuthorizerValue, group: string) => new GroupCheck(by, group),
  ),
  method(
    "authorizer_serviceaccount",
    `${prefix}.Authorizer.serviceAccount(string, string): ${prefix}.Authorizer`,
    accountOf,
  ),
  method(
    "groupcheck_resource",
    `${prefix}.GroupCheck.resource(string): ${prefix}.ResourceCheck`,
    ({ by, group }: GroupCheck, resource: string) => new ResourceCheck(by, { ...nowhere, group, resource }),
  ),
  text("subresource"),
  text("namespace"),
  text("name"),
  text("fieldSelector"),
  text("labelSelector"),
  method(
    "pathcheck_check",
    `${prefix}.PathCheck.check(string): ${prefix}.Decision`,
    ({ by, path }: PathCheck, verb: string) => new Decision(by.ask({ type: "path", path, verb, ...asked(by) })),
  ),
  method(
    "resourcecheck_check",
    `${prefix}.ResourceCheck.check(string): ${prefix}.Decision`,
    (check: ResourceCheck, verb: string) =>
      new Decision(check.by.ask({ type: "resource", verb, ...check.asked, ...asked(check.by) })),
  ),
  method("decision_allowed", `${prefix}.Decision.allowed(): bool`, ({ answer }: Decision) => answer.isAllowed),
  method("decision_reason", `${prefix}.Decision.reason(): string`, ({ answer }: Decision) => answer.reason),
  method(
    "decision_errored",
    `${prefix}.Decision.errored(): bool`,
    ({ answer }: Decision) => answer.error !== undefined,
  ),
  method("decision_error", `${prefix}.Decision.error(): string`, ({ answer }: Decision) => answer.error ?? ""),
];
