// ComponentStatus: the health of a control plane component; computed, never stored.
import { builtinKind } from "../builtin-kind.ts";
import { column, nameColumn } from "../columns.ts";
import type { ComponentCondition, ComponentStatus } from "../facts/types.gen.ts";

export const componentStatus = builtinKind<ComponentStatus>({
  group: "",
  version: "v1",
  kind: "ComponentStatus",
  plural: "componentstatuses",
  shortNames: ["cs"],
  scope: "Cluster",
  deprecation: "v1 ComponentStatus is deprecated in v1.19+",
  verbs: ["get", "list"],
  virtual: true,
  columns: [
    nameColumn,
    column<ComponentStatus>("Status", "string", (object) => {
      const health = healthy(object);
      if (health === undefined) return "Unknown";
      return health.status === "True" ? "Healthy" : "Unhealthy";
    }),
    column<ComponentStatus>("Message", "string", (object) => healthy(object)?.message ?? ""),
    column<ComponentStatus>("Error", "string", (object) => healthy(object)?.error ?? ""),
  ],
});

function healthy(object: ComponentStatus): ComponentCondition | undefined {
  return object.conditions?.find(({ type }) => type === "Healthy");
}
