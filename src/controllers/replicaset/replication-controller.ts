// The controller of ReplicationControllers: a ReplicaSet's by another name.
// Kubernetes: pkg/controller/replication/replication_controller.go
import { matcherFromSet } from "../../apimachinery/label-selector.ts";
import { replicationControllers } from "../../kinds/kind-refs.ts";
import { replicaController } from "./reconcile.ts";

export const replicationControllerController = replicaController({
  ref: replicationControllers,
  name: "replication",
  selectorOf: ({ spec }) =>
    Object.keys(spec?.selector ?? {}).length === 0 ? "nothing" : matcherFromSet(spec?.selector),
  countsTerminating: false,
});
