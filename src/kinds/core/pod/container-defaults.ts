// What a container leaves out and upstream fills in.
// Kubernetes: pkg/apis/core/v1/defaults.go

import { setField } from "../../../apimachinery/set-field.ts";
import type { Container, Lifecycle, LifecycleHandler, Probe } from "../../facts/types.gen.ts";
import { mapValue } from "../../map-value.ts";
import { defaultPullPolicy } from "./image-tag.ts";

/** Init, regular and ephemeral containers alike. */
export function setContainerDefaults(container: Container): void {
  container.imagePullPolicy ||= defaultPullPolicy(container.image);
  container.terminationMessagePath ||= "/dev/termination-log";
  container.terminationMessagePolicy ||= "File";
  for (const port of container.ports ?? []) port.protocol ||= "TCP";
  for (const variable of container.env ?? []) {
    if (variable.valueFrom?.fieldRef !== undefined) variable.valueFrom.fieldRef.apiVersion ||= "v1";
    if (variable.valueFrom?.fileKeyRef !== undefined) variable.valueFrom.fileKeyRef.optional ??= false;
  }
  if (container.livenessProbe !== undefined) setProbeDefaults(container.livenessProbe);
  if (container.readinessProbe !== undefined) setProbeDefaults(container.readinessProbe);
  if (container.startupProbe !== undefined) setProbeDefaults(container.startupProbe);
  if (container.lifecycle !== undefined) setLifecycleDefaults(container.lifecycle);
}

function setProbeDefaults(probe: Probe): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  setHttpDefaults(probe);
  if (probe.grpc !== undefined) probe.grpc.service ??= "";
}

function setLifecycleDefaults({ postStart, preStop }: Lifecycle): void {
  if (postStart !== undefined) setHttpDefaults(postStart);
  if (preStop !== undefined) setHttpDefaults(preStop);
}

function setHttpDefaults(handler: Pick<LifecycleHandler, "httpGet">): void {
  if (handler.httpGet === undefined) return;
  handler.httpGet.path ||= "/";
  handler.httpGet.scheme ||= "HTTP";
}

/** On a pod (never in a template), what a container may use at most it also asks for. */
export function setRequestDefaults(container: Container): void {
  const limits = container.resources?.limits;
  if (limits === undefined || container.resources === undefined) return;
  const requests = container.resources.requests ?? {};
  for (const [name, amount] of Object.entries(limits)) {
    if (mapValue(requests, name) === undefined) setField(requests, name, amount);
  }
  if (Object.keys(requests).length > 0) container.resources.requests = requests;
}

/** With the host's network, a container's port is the host's. */
export function setHostPortDefaults(container: Container): void {
  for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
}
