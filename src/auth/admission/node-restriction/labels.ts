// Which labels a node may give itself: not those that decide which pods it gets.
// Kubernetes: staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go, noderestriction getForbiddenLabels

const own: ReadonlySet<string> = new Set([
  "kubernetes.io/hostname",
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region",
  "node.kubernetes.io/instance-type",
  "beta.kubernetes.io/instance-type",
  "kubernetes.io/os",
  "kubernetes.io/arch",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/arch",
  "node.kubernetes.io/windows-build",
]);

const ownDomains = ["kubelet.kubernetes.io", "node.kubernetes.io"];
const reservedDomains = ["kubernetes.io", "k8s.io"];
const restrictedDomain = "node-restriction.kubernetes.io";

type Labels = Readonly<Record<string, string>>;

/** Of what differs between the two: what a node may neither set, change nor take away. Sorted. */
export function forbiddenChanges(labels: Labels = {}, old: Labels = {}): string[] {
  const keys = new Set([...Object.keys(labels), ...Object.keys(old)]);
  return [...keys].filter((key) => labels[key] !== old[key] && isForbidden(key)).sort();
}

function isForbidden(key: string): boolean {
  const slash = key.indexOf("/");
  const domain = slash < 0 ? "" : key.slice(0, slash);
  if (isIn(domain, restrictedDomain)) return true;
  if (!reservedDomains.some((reserved) => isIn(domain, reserved))) return false;
  return !own.has(key) && !ownDomains.some((allowed) => isIn(domain, allowed));
}

function isIn(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}
