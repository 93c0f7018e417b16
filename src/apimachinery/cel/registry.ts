// All functions that expressions may call, by name. To see what exists, read the list.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/environment/base.go

import { authorization } from "./library/authorizer.ts";
import { namedFormats } from "./library/format.ts";
import { addresses } from "./library/ip.ts";
import { jsonPatches } from "./library/json-patch.ts";
import { lists } from "./library/lists.ts";
import { operators } from "./library/operators.ts";
import { optionals } from "./library/optionals.ts";
import { quantities } from "./library/quantity.ts";
import { regex } from "./library/regex.ts";
import { versions } from "./library/semver.ts";
import { standard } from "./library/standard.ts";
import { strings } from "./library/strings.ts";
import { urls } from "./library/urls.ts";
import type { Overload } from "./overload.ts";

const libraries: readonly (readonly Overload[])[] = [
  operators,
  standard,
  optionals,
  strings,
  lists,
  regex,
  urls,
  quantities,
  addresses,
  namedFormats,
  versions,
  authorization,
  jsonPatches,
];

const byName = new Map<string, Overload[]>();
for (const overload of libraries.flat()) {
  const known = byName.get(overload.name);
  if (known === undefined) byName.set(overload.name, [overload]);
  else known.push(overload);
}

export function overloadsOf(name: string): readonly Overload[] {
  return byName.get(name) ?? [];
}
