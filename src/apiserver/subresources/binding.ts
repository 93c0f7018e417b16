// pods/binding: gives a pod its node, once.
// Kubernetes: pkg/registry/core/pod/storage/storage.go BindingREST

import { cloneJson } from "../../apimachinery/clone-json.ts";
import { invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import type { JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { badRequest, conflict, invalid } from "../../apimachinery/status-error.ts";
import { formatTime } from "../../apimachinery/time.ts";
import { readCreateOptions } from "../../apimachinery/write-options.ts";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { Kind } from "../../kinds/kind.ts";
import { decodeObject } from "../decode-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { type WriteContext, writeContext } from "../write-context.ts";
import type { Subresource } from "./subresource.ts";

const bindingKind = {
  group: "",
  version: "v1",
  kind: "Binding",
  get schema() {
    return schemaOfKind("", "v1", "Binding");
  },
};

function validate(binding: KubeObject): void {
  const { kind = "", name = "" } = (binding["target"] ?? {}) as { kind?: string; name?: string };
  const errors = [];
  if (kind !== "" && kind !== "Node") errors.push(notSupported("target.kind", kind, ["Node", "<empty>"]));
  if (name === "") errors.push(required("target.name"));
  if (errors.length > 0) throw invalid(bindingKind, binding.metadata?.name ?? "", errors);
}

/** Assigns the pod to a node. Throws Conflict when it has one already, is being deleted, or is not the one meant by `uid`. */
export async function bindPod(
  scope: Scope,
  write: WriteContext,
  name: string,
  node: string,
  { uid, annotations }: { readonly uid?: string; readonly annotations?: Readonly<Record<string, string>> },
): Promise<void> {
  const subject = { group: "", resource: "pods/binding" };
  const view = { kind: bindingKind, creates: true, of: () => bindingOf(scope, name, node, uid, annotations) } as const;
  await updateObject(scope, { ...write, subresource: "binding", rules: "none", view }, name, (pod) => {
    const refuse = (detail: string) => conflict(subject, name, detail);
    if (uid && pod.metadata?.uid !== uid) {
      throw refuse(`Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata?.uid}`);
    }
    if (pod.metadata?.deletionTimestamp) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
    if (pod["spec"].nodeName) {
      throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(pod["spec"].nodeName)}`);
    }
    if ((pod["spec"].schedulingGates ?? []).length > 0) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);
    const bound = cloneJson(pod as JsonObject) as KubeObject;
    bound["spec"].nodeName = node;
    if (annotations !== undefined) {
      bound.metadata = { ...bound.metadata, annotations: { ...bound.metadata?.annotations, ...annotations } };
    }
    bound["status"] = {
      ...bound["status"],
      conditions: withPodScheduled(bound["status"]?.conditions ?? [], write.nowMs),
    };
    return bound;
  });
}

/** What a client would have sent. */
function bindingOf(
  { namespace }: Scope,
  name: string,
  node: string,
  uid: string | undefined,
  annotations: Readonly<Record<string, string>> | undefined,
): KubeObject {
  const more = { ...(uid === undefined ? {} : { uid }), ...(annotations === undefined ? {} : { annotations }) };
  const metadata = { name, namespace, ...more };
  return { kind: "Binding", apiVersion: "v1", metadata, target: { kind: "Node", name: node } };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
}

function withPodScheduled(conditions: readonly Condition[], nowMs: number): Condition[] {
  const known = conditions.find((one) => one.type === "PodScheduled");
  const lastTransitionTime = known?.status === "True" ? known.lastTransitionTime : formatTime(nowMs);
  const scheduled = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null,
    ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }),
  };
  return [...conditions.filter((one) => one.type !== "PodScheduled"), scheduled as Condition];
}

async function create(scope: Scope, request: ApiRequest): Promise<Answer> {
  const options = readCreateOptions(request.query);
  const pods = scope.kinds().byCollection("pods") as Kind;
  const write: WriteContext = { ...writeContext(scope, request, options), kind: pods };
  const body = decodeObject(readBody(request, bindingKind), bindingKind, options.fieldValidation, write.warn);
  const { uid, annotations, name: named = "" } = body.metadata ?? {};
  const name = request.info.name || named;
  if (named !== "" && named !== name) {
    const text = `name in URL does not match name in Binding object`;
    throw invalid(bindingKind, name, [invalidValue("metadata.name", named, text)]);
  }
  if (name === "") throw badRequest("name is required");
  validate(body);
  await bindPod(scope, write, name, body["target"].name, {
    ...(uid === undefined ? {} : { uid }),
    ...(annotations === undefined ? {} : { annotations }),
  });
  return {
    type: "value",
    code: 201,
    value: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 },
  };
}

export const binding: Subresource = {
  name: "binding",
  of: (kind) => kind.subresources.others?.includes("binding") ?? false,
  verbs: { create },
};

/** A POST to the collection `bindings`, the older way: the pod is named by the binding alone. */
export const createBinding = create;
