// PodSecurity: pods keep to the level that their namespace's labels name.
// Kubernetes: staging/src/k8s.io/pod-security-admission/admission/admission.go, plugin/pkg/admission/security/podsecurity
import { fieldErrorText } from "../../../apimachinery/field-error.ts";
import { invalid } from "../../../apimachinery/status-error.ts";
import type { Container, Pod } from "../../../kinds/facts/types.gen.ts";
import type { Kind } from "../../../kinds/kind.ts";
import { refused } from "../refused.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "../step.ts";
import type { CheckedPod } from "./check.ts";
import { existingPodWarnings } from "./existing-pods.ts";
import { hasPod, podOf } from "./pod-of.ts";
import { isSame, isStricter, type LevelVersion, policyOf, policyText, type ReadPolicy } from "./policy.ts";
import { detailText, violations } from "./standards.ts";

const annotationPrefix = "pod-security.kubernetes.io/";

/** They can't change what a pod is made of. */
const ignoredSubresources: ReadonlySet<string> = new Set([
  "exec",
  "attach",
  "binding",
  "eviction",
  "log",
  "portforward",
  "proxy",
  "status",
]);

export function podSecurity(host: AdmissionHost): AdmissionStep {
  return {
    name: "PodSecurity",
    validate(request) {
      const { kind, operation, subresource } = request;
      if (operation !== "CREATE" && operation !== "UPDATE") return undefined;
      if (kind.collection === "namespaces") return subresource === "" ? checkNamespace(host, request) : undefined;
      if (!hasPod(kind.collection)) return undefined;
      const isPod = kind.collection === "pods";
      if (isPod ? ignoredSubresources.has(subresource) : subresource !== "") return undefined;
      checkPod(host, request, isPod);
      return undefined;
    },
  };
}

function checkPod(host: AdmissionHost, request: AdmissionRequest, isPod: boolean): void {
  const { kind, object, old } = request;
  const read = policyOf(host.facts()?.namespace.metadata?.labels);
  const { enforce, audit, warn } = read.policy;
  const counting = isPod ? [enforce, audit, warn] : [audit, warn];
  if (counting.every(({ level }) => level === "privileged") || object === undefined) return;
  if (isPod && old !== undefined && !changesChecked(object as Pod, old as Pod)) return;
  const pod = podOf(kind.collection, object);
  if (pod !== undefined) judge(request, read, pod, isPod);
}

function judge(request: AdmissionRequest, { policy, errors }: ReadPolicy, pod: CheckedPod, isPod: boolean): void {
  const texts = new Map<string, string>();
  const textOf = (level: LevelVersion) => {
    const name = policyText(level);
    const known = texts.get(name) ?? detailText(violations(level, pod));
    texts.set(name, known);
    return known === "" ? undefined : `violate PodSecurity ${JSON.stringify(name)}: ${known}`;
  };
  const note = (key: string, value: string) => request.annotate(annotationPrefix + key, value);
  if (errors.length > 0) note("error", `Failed to parse policy: ${aggregateText(errors)}`);
  const audited = textOf(policy.audit);
  if (audited !== undefined) note("audit-violations", `would ${audited}`);
  if (isPod) {
    note("enforce-policy", policyText(policy.enforce));
    const enforced = textOf(policy.enforce);
    if (enforced !== undefined) throw refused(request, enforced.replace(/^violate/, "violates"));
  }
  const warned = textOf(policy.warn);
  if (warned !== undefined) request.warn(`would ${warned}`);
}

/** Of what can be changed in a pod that runs: images, containers that are added, and two old annotations. */
function changesChecked(pod: Pod, old: Pod): boolean {
  const annotation = (of: Pod, key: string) => of.metadata?.annotations?.[key];
  const differs = (key: string) => annotation(pod, key) !== annotation(old, key);
  if (differs("seccomp.security.alpha.kubernetes.io/pod")) return true;
  const changed = (container: Container, before: Container | undefined) =>
    container.image !== before?.image || differs(`container.seccomp.security.alpha.kubernetes.io/${container.name}`);
  for (const list of ["containers", "initContainers"] as const) {
    const [now, then] = [pod.spec?.[list] ?? [], old.spec?.[list] ?? []];
    if (now.length !== then.length || now.some((container, index) => changed(container, then[index]))) return true;
  }
  const then = (old.spec?.ephemeralContainers ?? []) as Container[];
  const now = (pod.spec?.ephemeralContainers ?? []) as Container[];
  return now.some((container) => {
    const before = then.find(({ name }) => name === container.name);
    return before === undefined || changed(container, before);
  });
}

/** Labels must be readable once they are touched; a stricter level is tried on the pods that are there. */
function checkNamespace(host: AdmissionHost, request: AdmissionRequest): Promise<void> | undefined {
  const { kind, object, old, name } = request;
  const read = policyOf(object?.metadata?.labels);
  const before = old === undefined ? undefined : policyOf(old.metadata?.labels);
  if (read.errors.length > 0 && aggregateText(read.errors) !== aggregateText(before?.errors ?? [])) {
    throw invalid(kind, name, [...read.errors]);
  }
  if (before === undefined) return undefined;
  const [now, then] = [read.policy.enforce, before.policy.enforce];
  if (now.level === "privileged" || isSame(now, then)) return undefined;
  if (now.minor === then.minor && !isStricter(now.level, then.level)) return undefined;
  return warnOfPods(host, request, now);
}

async function warnOfPods(host: AdmissionHost, request: AdmissionRequest, enforce: LevelVersion): Promise<void> {
  const pods = host.kinds().byCollection("pods") as Kind;
  let found: readonly Pod[];
  try {
    found = (await host.reader.list(pods, request.name, "")) as readonly Pod[];
  } catch {
    request.warn("failed to list pods while checking new PodSecurity enforce level");
    return;
  }
  for (const text of existingPodWarnings(request.name, enforce, found)) request.warn(text);
}

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/errors Aggregate */
function aggregateText(errors: ReadPolicy["errors"]): string {
  const texts = [...new Set(errors.map(fieldErrorText))];
  return texts.length > 1 ? `[${texts.join(", ")}]` : texts.join("");
}
