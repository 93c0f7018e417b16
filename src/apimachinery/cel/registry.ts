// All functions that expressions may call, by name. To see what exists, read the list.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/environment/base.go
import { lists } from "./library/lists.ts";
import { operators } from "./library/operators.ts";
import { optionals } from "./library/optionals.ts";
import { standard } from "./library/standard.ts";
import { strings } from "./library/strings.ts";
import type { Overload } from "./overload.ts";

const libraries: readonly (readonly Overload[])[] = [operators, standard, optionals, strings, lists];

const byName = new Map<string, Overload[]>();
for (const overload of libraries.flat()) {
  const known = byName.get(overload.name);
  if (known === undefined) byName.set(overload.name, [overload]);
  else known.push(overload);
}

export function overloadsOf(name: string): readonly Overload[] {
  return byName.get(name) ?? [];
}
