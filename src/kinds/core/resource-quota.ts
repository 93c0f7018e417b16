// ResourceQuota: what a namespace may use in total.

import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ResourceQuota } from "../facts/types.gen.ts";
import { mapValue } from "../map-value.ts";
import { validateQuota, validateQuotaStatus, validateQuotaUpdate } from "./resource-quota-rules.ts";

export const resourceQuota = builtinKind<ResourceQuota>({
  group: "",
  version: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  shortNames: ["quota"],
  scope: "Namespaced",
  answersDeleted: true,
  subresources: { status: true },
  strategy: {
    validateCreate: validateQuota,
    validateUpdate: validateQuotaUpdate,
    validateStatusUpdate: validateQuotaStatus,
  },
  columns: [
    nameColumn,
    column<ResourceQuota>("Request", "string", (object) => usage(object, (name) => !isLimit(name))),
    column<ResourceQuota>("Limit", "string", (object) => usage(object, isLimit)),
    ageColumn,
  ],
});

function isLimit(name: string): boolean {
  return name.startsWith("limits.");
}

/** `cpu: 1/2, pods: 3/10` */
function usage({ status }: ResourceQuota, belongs: (name: string) => boolean): string {
  return Object.entries(status?.hard ?? {})
    .filter(([name]) => belongs(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, hard]) => `${name}: ${mapValue(status?.used, name) ?? "0"}/${hard}`)
    .join(", ");
}
