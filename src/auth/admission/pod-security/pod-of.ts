// Where a kind has its pod: itself, or the template that it makes pods from.
// Kubernetes: staging/src/k8s.io/pod-security-admission/admission/admission.go DefaultPodSpecExtractor
import type { KubeObject, ObjectMeta } from "../../../apimachinery/json.ts";
import type { PodSpec } from "../../../kinds/facts/types.gen.ts";
import type { CheckedPod } from "./check.ts";

interface Template {
  readonly metadata?: ObjectMeta;
  readonly spec?: PodSpec;
}

type TemplateOf = (object: Readonly<KubeObject>) => Template | undefined;

const ofSpec: TemplateOf = (object) => object["spec"]?.template;

/** By collection. */
const templates: Readonly<Record<string, TemplateOf>> = {
  pods: (object) => object as Template,
  podtemplates: (object) => object["template"] as Template | undefined,
  replicationcontrollers: ofSpec,
  "replicasets.apps": ofSpec,
  "deployments.apps": ofSpec,
  "statefulsets.apps": ofSpec,
  "daemonsets.apps": ofSpec,
  "jobs.batch": ofSpec,
  "cronjobs.batch": (object) => object["spec"]?.jobTemplate?.spec?.template,
};

export function hasPod(collection: string): boolean {
  return Object.hasOwn(templates, collection);
}

/** Undefined: it describes none. */
export function podOf(collection: string, object: Readonly<KubeObject>): CheckedPod | undefined {
  const template = templates[collection]?.(object);
  if (template?.spec === undefined) return undefined;
  return { metadata: template.metadata ?? {}, spec: template.spec };
}
