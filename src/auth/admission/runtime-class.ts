// RuntimeClass: a pod's runtime must exist, and says what it costs and where it runs.
// Kubernetes: plugin/pkg/admission/runtimeclass/admission.go
import type { PodSpec, RuntimeClass } from "../../kinds/facts/types.gen.ts";
import type { Kind } from "../../kinds/kind.ts";
import { mapValue } from "../../kinds/map-value.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { mergeTolerations } from "./merge-tolerations.ts";
import { refused } from "./refused.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "./step.ts";

const unlike = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";
const unasked = "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead";

export function runtimeClass(host: AdmissionHost): AdmissionStep {
  return {
    name: "RuntimeClass",
    mutate(request) {
      const spec = specOf(request);
      if (spec?.runtimeClassName === undefined) return undefined;
      return find(host, request, spec.runtimeClassName).then((found) => take(request, spec, found));
    },
    validate(request) {
      const spec = specOf(request);
      if (spec?.runtimeClassName !== undefined) {
        return find(host, request, spec.runtimeClassName).then((found) => check(request, spec, found));
      }
      if (spec !== undefined) check(request, spec, undefined);
      return undefined;
    },
  };
}

function specOf({ operation, kind, subresource, object }: AdmissionRequest): PodSpec | undefined {
  if (operation !== "CREATE" || kind.collection !== "pods" || subresource !== "") return undefined;
  return object?.["spec"] as PodSpec | undefined;
}

/** As the cluster has it at this moment: what the namespace was told of it may be a moment old. */
async function find(host: AdmissionHost, request: AdmissionRequest, name: string): Promise<Readonly<RuntimeClass>> {
  const kind = host.kinds().byCollection("runtimeclasses.node.k8s.io") as Kind;
  const found = await host.reader.get(kind, "", name);
  if (found === undefined) throw refused(request, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return found as RuntimeClass;
}

function take(request: AdmissionRequest, spec: PodSpec, { overhead, scheduling }: Readonly<RuntimeClass>): void {
  if (overhead !== undefined) {
    if (spec.overhead !== undefined && !semanticEqual(spec.overhead, overhead.podFixed)) throw refused(request, unlike);
    spec.overhead = { ...overhead.podFixed };
  }
  if (scheduling === undefined) return;
  const selector: Record<string, string> = { ...spec.nodeSelector };
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const own = mapValue(selector, key);
    if (own !== undefined && own !== value) {
      const both = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`;
      throw refused(request, `conflict: ${both}`);
    }
    selector[key] = value;
  }
  if (Object.keys(selector).length > 0) spec.nodeSelector = selector;
  const tolerations = mergeTolerations(spec.tolerations ?? [], scheduling.tolerations ?? []);
  if (tolerations.length > 0) spec.tolerations = tolerations;
}

function check(request: AdmissionRequest, { overhead }: PodSpec, found: Readonly<RuntimeClass> | undefined): void {
  if (found?.overhead === undefined) {
    if (overhead !== undefined) throw refused(request, unasked);
  } else if (!semanticEqual(overhead, found.overhead.podFixed)) throw refused(request, unlike);
}
