// An editor for `kubectl edit` that replaces text in the file it is given.

/** A value of KUBE_EDITOR. `from` and `to` are words of sed's. */
export function replacingEditor(from: string, to: string): string {
  return `sed -i 's/${from}/${to}/'`;
}
