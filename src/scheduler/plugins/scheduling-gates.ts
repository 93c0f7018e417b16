// Pods with gates wait until whoever set the gates has removed them.
// Kubernetes: pkg/scheduler/framework/plugins/schedulinggates/scheduling_gates.go
import type { Plugin } from "../plugin.ts";

export const schedulingGates: Plugin = {
  name: "SchedulingGates",
  holdsBack: (pod) => pod.isGated,
};
