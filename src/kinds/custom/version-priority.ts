// The order in which the versions of a group are preferred: v2, v1, v1beta2, v1beta1, v1alpha1, and whatever else by name.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings

const form = /^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?$/;
const stages: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };

/** Sorts the preferred one first. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [form.exec(left), form.exec(right)];
  if (one === null && other === null) return left < right ? -1 : left > right ? 1 : 0;
  if (one === null) return 1;
  if (other === null) return -1;
  const stage = (found: RegExpExecArray) => (found[2] === undefined ? 2 : (stages[found[2]] as number));
  return stage(other) - stage(one) || Number(other[1]) - Number(one[1]) || Number(other[3] ?? 0) - Number(one[3] ?? 0);
}
