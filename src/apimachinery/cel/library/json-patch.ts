// Keys in the paths of JSON patches.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/jsonpatch.go
import { declareFunction as fn, type Overload } from "../overload.ts";

export const jsonPatches: readonly Overload[] = [
  fn("string_escape_key", "jsonpatch.escapeKey(string): string", (key: string) =>
    key.replaceAll("~", "~0").replaceAll("/", "~1"),
  ),
];
