// What a kind is to the rest of the house: its names, its schema and its own rules. Built-ins and custom resources
// both become a `Kind`, so nothing downstream asks which of the two it has.
import type { FieldError } from "../apimachinery/field-error.ts";
import type { KubeObject } from "../apimachinery/json.ts";
import type { Schema } from "../apimachinery/schema/schema.ts";
import type { CustomResource } from "./custom/custom-resource.ts";

export type Verb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** What a rule may know beside the object. Rules are functions of their arguments: no other state. */
export interface RuleContext {
  readonly nowMs: number;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  /** "" for the main resource. */
  readonly subresource: string;
}

/**
 * The rules of a kind, in the order they run on a write. Each may be left out.
 * `prepare*` and `setDefaults` change the object in place; `validate*` answer every error found, with upstream's paths.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/registry/rest/{create,update}.go
 */
export interface Strategy {
  /** Upstream's `SetDefaults_*`: fills what the client left out. Runs on every write, before admission. */
  setDefaults?(object: KubeObject): void;
  /** Drops what a client may not set (status), sets what creation implies. Main resource only. */
  prepareForCreate?(object: KubeObject, context: RuleContext): void;
  /** Carries over what this write may not change. Main resource only; status is restored by the caller. */
  prepareForUpdate?(object: KubeObject, old: KubeObject, context: RuleContext): void;
  prepareForStatusUpdate?(object: KubeObject, old: KubeObject, context: RuleContext): void;
  validateCreate?(object: KubeObject, context: RuleContext): FieldError[];
  validateUpdate?(object: KubeObject, old: KubeObject, context: RuleContext): FieldError[];
  validateStatusUpdate?(object: KubeObject, old: KubeObject, context: RuleContext): FieldError[];
  /** Texts for the `Warning:` header. */
  warnings?(object: KubeObject, old: KubeObject | undefined): string[];
}

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "date";
  /** "name", "int64", or what a definition says. */
  readonly format?: string;
  readonly description?: string;
  /** 0: always shown; more: only with `-o wide`. */
  readonly priority: number;
  readonly cell: (object: KubeObject, context: { readonly nowMs: number }) => string | number | boolean | null;
}

export interface ScalePaths {
  readonly specReplicas: string;
  readonly statusReplicas: string;
  /** Where the selector stands: a string of a custom resource, or a LabelSelector of a built-in. */
  readonly selector?: string;
}

/** `metadata.name`'s form. Kubernetes: pkg/apis/*\/validation, names passed to ValidateObjectMeta. */
export type NameRule = "dns-subdomain" | "dns-label" | "dns-1035-label" | "path-segment";

export interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The kind of its lists, where that is not `KINDList`. */
  readonly listKind?: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly scope: "Namespaced" | "Cluster";
  /** Which stored collection holds it: "pods", "deployments.apps". Versions of one resource share it. */
  readonly collection: string;
  /** The version objects are stored in; another served version is converted on the way in and out. */
  readonly storageVersion: string;
  readonly schema: Schema;
  readonly verbs: readonly Verb[];
  readonly nameRule: NameRule;
  /** Answered by the API server and never stored: reviews, bindings, component statuses. */
  readonly virtual?: true;
  readonly subresources: {
    readonly status?: true;
    readonly scale?: ScalePaths;
    /** Others by name ("log", "exec", "token"): served by `apiserver/subresources`. */
    readonly others?: readonly string[];
  };
  /** True when a change of anything but metadata and status raises `metadata.generation`. */
  readonly hasGeneration: boolean;
  readonly strategy: Strategy;
  readonly columns: readonly Column[];
  /** Field selectors beside metadata.name and metadata.namespace: each answers the field as a string. */
  readonly selectableFields: Readonly<Record<string, (object: KubeObject) => string>>;
  /**
   * Between the served shapes of a collection; absent where there is only one. `toApiVersion` is the shape wanted
   * ("autoscaling/v1", "events.k8s.io/v1"); an object that has it already is answered as it is.
   */
  readonly convert?: (object: KubeObject, toApiVersion: string) => KubeObject;
  /** A PUT of what does not exist creates it. Kubernetes: AllowCreateOnUpdate */
  readonly createsOnUpdate?: true;
  /** An update must name the resourceVersion it replaces. Kubernetes: AllowUnconditionalUpdate = false */
  readonly needsResourceVersion?: true;
  /** A delete answers the deleted object instead of a Status. Kubernetes: Store.ReturnDeletedObject */
  readonly answersDeleted?: true;
  /** Namespaces: what besides metadata.finalizers holds an object that is to be deleted, and how it shows that it waits. */
  readonly deletion?: {
    holds(object: Readonly<KubeObject>): boolean;
    mark(object: KubeObject): void;
  };
  /** What clients of this version are warned of: that it is deprecated. */
  readonly deprecation?: string;
  /** Where it comes from, when it is not built in. Its schema must have been loaded before it is read. */
  readonly custom?: CustomResource;
  /** Pods: a delete waits for the node. Answers the seconds to wait, or 0 to delete at once. */
  readonly graceSeconds?: (object: KubeObject, requested: number | undefined) => number;
}

export function defineKind(kind: Kind): Kind {
  return kind;
}
