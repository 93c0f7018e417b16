// The controller of ReplicaSets.
import { matcherFromSelector } from "../../apimachinery/label-selector.ts";
import { replicaSets } from "../../kinds/kind-refs.ts";
import { replicaController } from "./reconcile.ts";

export const replicaSetController = replicaController({
  ref: replicaSets,
  name: "replicaset",
  selectorOf: (set) => matcherFromSelector(set.spec?.selector),
  countsTerminating: true,
});
