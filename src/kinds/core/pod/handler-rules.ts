// Probes and lifecycle hooks: what a container is asked, and what it is told.
// Kubernetes: pkg/apis/core/validation/validation.go validateProbe, validateHandler, validateLifecycle
import { forbiddenField, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { isHttpHeaderName } from "../../../apimachinery/names.ts";
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from "../../facts/types.gen.ts";
import { checkMessages, checkNonNegative, checkPort, type Errors } from "../../field-checks.ts";
import { linuxSignals, windowsSignals } from "./signals.ts";

export interface HandlerContext {
  readonly graceSeconds: number | undefined;
  /** "" when the pod doesn't say. */
  readonly os: string;
}

type Handler = Pick<Probe, "exec" | "httpGet" | "tcpSocket" | "grpc"> & Pick<LifecycleHandler, "sleep">;

interface Probes {
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export function checkProbes(errors: Errors, path: string, container: Probes, context: HandlerContext): void {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (livenessProbe !== undefined) {
    checkProbe(errors, `${path}.livenessProbe`, livenessProbe, context);
    checkSuccessOnce(errors, `${path}.livenessProbe`, livenessProbe);
  }
  if (readinessProbe !== undefined) {
    checkProbe(errors, `${path}.readinessProbe`, readinessProbe, context);
    const { terminationGracePeriodSeconds: seconds } = readinessProbe;
    if (seconds !== undefined) {
      const at = `${path}.readinessProbe.terminationGracePeriodSeconds`;
      errors.push(invalidValue(at, seconds, "must not be set for readinessProbes"));
    }
  }
  if (startupProbe !== undefined) {
    checkProbe(errors, `${path}.startupProbe`, startupProbe, context);
    checkSuccessOnce(errors, `${path}.startupProbe`, startupProbe);
  }
}

function checkSuccessOnce(errors: Errors, path: string, { successThreshold = 0 }: Probe): void {
  if (successThreshold !== 1) errors.push(invalidValue(`${path}.successThreshold`, successThreshold, "must be 1"));
}

function checkProbe(errors: Errors, path: string, probe: Probe, context: HandlerContext): void {
  checkHandler(errors, path, probe, context);
  checkNonNegative(errors, `${path}.initialDelaySeconds`, probe.initialDelaySeconds);
  checkNonNegative(errors, `${path}.timeoutSeconds`, probe.timeoutSeconds);
  checkNonNegative(errors, `${path}.periodSeconds`, probe.periodSeconds);
  checkNonNegative(errors, `${path}.successThreshold`, probe.successThreshold);
  checkNonNegative(errors, `${path}.failureThreshold`, probe.failureThreshold);
  const { terminationGracePeriodSeconds: seconds } = probe;
  if (seconds !== undefined && seconds <= 0) {
    errors.push(invalidValue(`${path}.terminationGracePeriodSeconds`, seconds, "must be greater than 0"));
  }
}

export function checkLifecycle(errors: Errors, path: string, lifecycle: Lifecycle, context: HandlerContext): void {
  if (lifecycle.postStart !== undefined) checkHandler(errors, `${path}.postStart`, lifecycle.postStart, context);
  if (lifecycle.preStop !== undefined) checkHandler(errors, `${path}.preStop`, lifecycle.preStop, context);
  const { stopSignal } = lifecycle;
  if (stopSignal === undefined) return;
  const at = `${path}.stopSignal`;
  if (context.os === "") {
    errors.push(forbiddenField(at, "may not be set for containers with empty `spec.os.name`"));
    return;
  }
  const signals = context.os === "windows" ? windowsSignals : linuxSignals;
  if (!signals.includes(stopSignal)) errors.push(notSupported(at, stopSignal, signals));
}

function checkHandler(errors: Errors, path: string, handler: Handler, context: HandlerContext): void {
  const kinds = (["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const).filter(
    (kind) => handler[kind] !== undefined,
  );
  if (kinds.length === 0) errors.push(required(path, "must specify a handler type"));
  kinds.forEach((kind, index) => {
    const at = `${path}.${kind}`;
    if (index > 0) errors.push(forbiddenField(at, "may not specify more than 1 handler type"));
    else checkAction(errors, at, handler, kind, context);
  });
}

function checkAction(
  errors: Errors,
  path: string,
  handler: Handler,
  kind: "exec" | "httpGet" | "tcpSocket" | "grpc" | "sleep",
  { graceSeconds }: HandlerContext,
): void {
  switch (kind) {
    case "exec":
      if ((handler.exec?.command ?? []).length === 0) errors.push(required(`${path}.command`));
      return;
    case "httpGet":
      if (handler.httpGet !== undefined) checkHttpGet(errors, path, handler.httpGet);
      return;
    case "tcpSocket":
      checkPort(errors, `${path}.port`, handler.tcpSocket?.port);
      return;
    case "grpc":
      checkPort(errors, `${path}.port`, handler.grpc?.port);
      return;
    case "sleep": {
      const seconds = handler.sleep?.seconds ?? 0;
      if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return;
      const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
      errors.push(invalidValue(path, seconds, detail));
      return;
    }
    default:
      kind satisfies never;
  }
}

function checkHttpGet(errors: Errors, path: string, action: HTTPGetAction): void {
  if (!action.path) errors.push(required(`${path}.path`));
  checkPort(errors, `${path}.port`, action.port);
  const { scheme = "" } = action;
  if (scheme !== "HTTP" && scheme !== "HTTPS") errors.push(notSupported(`${path}.scheme`, scheme, ["HTTP", "HTTPS"]));
  for (const { name = "" } of action.httpHeaders ?? []) {
    checkMessages(errors, `${path}.httpHeaders`, name, isHttpHeaderName(name));
  }
}
