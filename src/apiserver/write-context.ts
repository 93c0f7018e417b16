// What every write carries besides its object.

import { managerOf } from "../apimachinery/field-manager.ts";
import type { GroupResource, GroupVersionKind, JsonObject, KubeObject } from "../apimachinery/json.ts";
import { apiVersionOf } from "../apimachinery/json.ts";
import type { User } from "../auth/user.ts";
import type { Kind, RuleContext } from "../kinds/kind.ts";
import { note } from "./audit/notes.ts";
import type { ApiRequest } from "./request.ts";
import type { Scope } from "./scope.ts";

export interface WriteContext {
  readonly kind: Kind;
  readonly user: User;
  /** "" for the main resource. */
  readonly subresource: string;
  /** Which of the kind's rules an update is held to; "none": the subresource has checked the change itself. */
  readonly rules: "main" | "status" | "none";
  /** Everything happens but the commit. */
  readonly dryRun: boolean;
  /** Who is noted as the fields' manager. */
  fieldManager(): string;
  /** "given": the object comes with its owners (an apply), and the write notes none. */
  readonly ownership?: "given";
  readonly nowMs: number;
  /** Without, admission sees the object itself. */
  readonly view?: AdmissionView;
  /** The request's options, as far as they are not in here. */
  options?(): JsonObject;
  warn(text: string): void;
  /** A note for the audit log. */
  annotate?(key: string, value: string): void;
}

/** What admission sees of a write to a subresource that has a shape of its own. */
export interface AdmissionView {
  readonly kind: GroupVersionKind;
  /** The subresource is created (a Binding), whatever becomes of the object. */
  readonly creates?: true;
  of(object: Readonly<KubeObject>): KubeObject;
  /** Carries what admission has changed back to the object. */
  back?(object: KubeObject, seen: KubeObject): void;
}

/** The outcome of a write: the object as stored, or as it would be with a dry run. */
export interface Written {
  readonly text: string;
  readonly created: boolean;
}

export function resourceOf(kind: Kind): GroupResource {
  return { group: kind.group, resource: kind.plural };
}

export function ruleContext(write: WriteContext): RuleContext {
  return { nowMs: write.nowMs, user: write.user, subresource: write.subresource };
}

/** "apps/v1" of a kind. */
export function apiVersionOfKind(kind: Kind): string {
  return apiVersionOf(kind.group, kind.version);
}

/** The context of a client's write. */
export function writeContext(
  scope: Scope,
  request: ApiRequest,
  options: { readonly dryRun: boolean; readonly fieldManager: string },
): WriteContext {
  return {
    kind: request.kind,
    user: request.user,
    subresource: request.info.subresource,
    rules: request.info.subresource === "status" ? "status" : "main",
    dryRun: options.dryRun,
    fieldManager: () => managerOf(options.fieldManager, request.userAgent),
    nowMs: scope.clock.now(),
    options: () => givenOptions(request.query),
    warn: (text) => request.warnings.push(text),
    annotate: (key, value) => note(request, key, value),
  };
}

function givenOptions(query: URLSearchParams): JsonObject {
  const names = ["fieldManager", "fieldValidation"];
  const given = names.map((name) => [name, query.get(name)] as const).filter(([, value]) => value);
  return Object.fromEntries(given);
}
