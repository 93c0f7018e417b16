// How controllers tell people what they did: Event objects, the repeated ones counted instead of multiplied.
import type { KubeObject } from "../../apimachinery/json.ts";

export interface EventRecorder {
  /** Never throws and never fails a reconcile. `reason` is upstream's word ("ScalingReplicaSet"). */
  event(about: Readonly<KubeObject>, type: "Normal" | "Warning", reason: string, message: string): void;
}
