// The `scale` subresource: an object's replicas seen as an autoscaling/v1 Scale.
// Kubernetes: pkg/registry/apps/deployment/storage/storage.go ScaleREST

import { cloneJson } from "../../apimachinery/clone-json.ts";
import { type FieldError, invalidValue } from "../../apimachinery/field-error.ts";
import type { Json, JsonObject, KubeObject, ManagedFieldsEntry } from "../../apimachinery/json.ts";
import { labelSelectorText, matcherFromSelector } from "../../apimachinery/label-selector.ts";
import { badRequest, conflict, invalid, notFound } from "../../apimachinery/status-error.ts";
import { readPatchOptions, readUpdateOptions } from "../../apimachinery/write-options.ts";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { Kind, ScalePaths } from "../../kinds/kind.ts";
import { decodeObject } from "../decode-object.ts";
import { applied } from "../ownership.ts";
import { applyPatch, patchType, readPatch } from "../patch-object.ts";
import { readBody } from "../read-body.ts";
import { presented } from "../render.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { readConfiguration } from "../verbs/apply.ts";
import { type AdmissionView, resourceOf, writeContext } from "../write-context.ts";
import type { Subresource } from "./subresource.ts";

const scaleKind = {
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
  get schema() {
    return schemaOfKind("autoscaling", "v1", "Scale");
  },
};

function valueAt(object: Readonly<KubeObject>, path: string): unknown {
  let value: unknown = object;
  for (const key of path.replace(/^\./, "").split(".")) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

function setAt(object: KubeObject, path: string, value: unknown): void {
  const keys = path.replace(/^\./, "").split(".");
  const last = keys.pop() as string;
  let target = object as Record<string, unknown>;
  for (const key of keys) {
    target[key] ??= {};
    target = target[key] as Record<string, unknown>;
  }
  target[last] = value;
}

/** The object's replicas, as a Scale. */
export function scaleOf(object: Readonly<KubeObject>, paths: ScalePaths): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
  const wanted = valueAt(object, paths.specReplicas);
  const selector = paths.selector === undefined ? undefined : selectorText(valueAt(object, paths.selector));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: Object.fromEntries(
      Object.entries({ name, namespace, uid, resourceVersion, creationTimestamp }).filter(
        (entry) => entry[1] !== undefined,
      ),
    ),
    spec: wanted === undefined ? {} : { replicas: wanted },
    status: {
      replicas: valueAt(object, paths.statusReplicas) ?? 0,
      ...(selector === undefined ? {} : { selector }),
    },
  };
}

/** Built-ins hold a LabelSelector, or a plain map of labels; custom resources a text. */
function selectorText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  const structured = value as Record<string, unknown>;
  const isSelector = "matchLabels" in structured || "matchExpressions" in structured;
  return labelSelectorText(
    matcherFromSelector(isSelector ? structured : { matchLabels: value as Record<string, string> }),
  );
}

function current(scope: Scope, kind: Kind, name: string): KubeObject {
  const stored = scope.store.get(kind.collection, name);
  if (stored === undefined) throw notFound(resourceOf(kind), name);
  return presented(scope, kind, stored);
}

function validateScale(scale: KubeObject): FieldError[] {
  const replicas: unknown = scale["spec"]?.replicas ?? 0;
  if (typeof replicas === "number" && replicas >= 0) return [];
  return [invalidValue("spec.replicas", replicas, "must be greater than or equal to 0")];
}

interface ScaleWrite {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly change: (scale: KubeObject, object: Readonly<KubeObject>) => KubeObject;
  /** An apply: who owns what once `change` has been made. */
  readonly owners?: () => ManagedFieldsEntry[] | undefined;
}

/** Carries a changed Scale back to its object. */
async function write(scope: Scope, request: ApiRequest, { change, owners, ...options }: ScaleWrite): Promise<Answer> {
  const { kind, info } = request;
  const paths = kind.subresources.scale as ScalePaths;
  const view: AdmissionView = {
    kind: scaleKind,
    of: (object) => scaleOf(object, paths),
    back: (object, scale) => setAt(object, paths.specReplicas, scale["spec"]?.replicas ?? 0),
  };
  const ownership = owners === undefined ? {} : ({ ownership: "given" } as const);
  const context = { ...writeContext(scope, request, options), ...ownership, view };
  const written = await updateObject(scope, context, info.name, (object) => {
    const scale = change(scaleOf(object, paths), object);
    if (scale.metadata?.name && scale.metadata.name !== info.name) {
      throw badRequest(
        `the name of the object (${scale.metadata.name}) does not match the name on the URL (${info.name})`,
      );
    }
    if (scale.metadata?.uid && scale.metadata.uid !== object.metadata?.uid) {
      throw conflict(
        resourceOf(kind),
        info.name,
        `Precondition failed: UID in precondition: ${scale.metadata.uid}, UID in object meta: ${object.metadata?.uid}`,
      );
    }
    const errors = validateScale(scale);
    if (errors.length > 0) throw invalid(scaleKind, info.name, errors);
    const changed = cloneJson(object as JsonObject) as KubeObject;
    if (scale.metadata?.resourceVersion)
      changed.metadata = { ...changed.metadata, resourceVersion: scale.metadata.resourceVersion };
    setAt(changed, paths.specReplicas, scale["spec"]?.replicas ?? 0);
    const entries = owners?.();
    if (entries !== undefined) changed.metadata = { ...changed.metadata, managedFields: entries };
    return changed;
  });
  return { type: "value", code: 200, value: scaleOf(JSON.parse(written.text) as KubeObject, paths) };
}

/**
 * What is applied to a Scale is applied to its object's replicas, and owned there.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go
 */
function apply(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind } = request;
  const { specReplicas } = kind.subresources.scale as ScalePaths;
  const options = readPatchOptions(request.query, { apply: true });
  const given = { value: readConfiguration(request, options) as Json, text: undefined };
  const wanted = decodeObject(given, scaleKind, options.fieldValidation, (text) => request.warnings.push(text));
  const context = writeContext(scope, request, options);
  const replicas: unknown = wanted["spec"]?.replicas;
  let entries: ManagedFieldsEntry[] | undefined;
  const change = (found: KubeObject, object: Readonly<KubeObject>): KubeObject => {
    const { apiVersion, kind: kindName, metadata } = object;
    const { name, namespace } = metadata ?? {};
    const configuration = { apiVersion, kind: kindName, metadata: { name, namespace } } as KubeObject;
    if (replicas !== undefined) setAt(configuration, specReplicas, replicas);
    const outcome = applied(scope, context, object, configuration, options.force);
    entries = outcome.managedFields;
    const spec = { replicas: valueAt(outcome.object, specReplicas) ?? 0 };
    return { ...found, metadata: { ...found.metadata, ...wanted.metadata }, spec };
  };
  return write(scope, request, { ...options, change, owners: () => entries });
}

export const scale: Subresource = {
  name: "scale",
  of: (kind) => kind.subresources.scale !== undefined,
  verbs: {
    get(scope, { kind, info }) {
      const paths = kind.subresources.scale as ScalePaths;
      return { type: "value", code: 200, value: scaleOf(current(scope, kind, info.name), paths) };
    },
    update(scope, request) {
      const options = readUpdateOptions(request.query);
      const wanted = decodeObject(readBody(request, scaleKind), scaleKind, options.fieldValidation, (text) =>
        request.warnings.push(text),
      );
      return write(scope, request, { ...options, change: () => wanted });
    },
    patch(scope, request) {
      const type = patchType(request.contentType, scaleKind);
      if (type === "apply") return apply(scope, request);
      const options = readPatchOptions(request.query, { apply: false });
      const read = readPatch(request, type, options.fieldValidation);
      return write(scope, request, { ...options, change: (found) => applyPatch(read, scaleKind, found) });
    },
  },
};
