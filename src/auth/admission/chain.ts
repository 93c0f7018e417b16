// Admission's steps in the order they run. To add one: its file and its line.
import { namespaceLifecycle } from "./namespace-lifecycle.ts";
import type { AdmissionStep } from "./step.ts";

/** What the steps ask of their scope. */
export interface AdmissionHost {
  /** Is the scope's own namespace being deleted? */
  isTerminating(): boolean;
}

export function admissionChain(host: AdmissionHost): readonly AdmissionStep[] {
  return [namespaceLifecycle(() => host.isTerminating())];
}
