// What a Deployment leaves out and upstream fills in.
// Kubernetes: pkg/apis/apps/v1/defaults.go SetDefaults_Deployment
import { setPodTemplateDefaults } from "../core/pod/pod-defaults.ts";
import type { Deployment } from "../facts/types.gen.ts";

const defaultStep = "25%";
const defaultHistory = 10;
const defaultProgressSeconds = 600;

export function setDeploymentDefaults({ spec }: Deployment): void {
  if (spec === undefined) return;
  spec.replicas ??= 1;
  spec.strategy ??= {};
  spec.strategy.type ||= "RollingUpdate";
  if (spec.strategy.type === "RollingUpdate") {
    spec.strategy.rollingUpdate ??= {};
    spec.strategy.rollingUpdate.maxUnavailable ??= defaultStep;
    spec.strategy.rollingUpdate.maxSurge ??= defaultStep;
  }
  spec.revisionHistoryLimit ??= defaultHistory;
  spec.progressDeadlineSeconds ??= defaultProgressSeconds;
  setPodTemplateDefaults(spec.template);
}
