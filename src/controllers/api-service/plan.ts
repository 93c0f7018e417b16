// Whether another API server can be asked: what is wrong with the way to it, in upstream's words.
// Kubernetes: staging/src/k8s.io/kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go sync
import type { APIService, APIServiceCondition, EndpointSlice, Service } from "../../kinds/facts/types.gen.ts";

export type Verdict = Pick<APIServiceCondition, "reason" | "message"> & { readonly status: "True" | "False" };

export const passed: Verdict = { status: "True", reason: "Passed", message: "all checks passed" };

/** What stands between the APIService and its server; undefined: nothing, and it may be asked. */
export function wayProblem(
  { spec }: Readonly<APIService>,
  service: Readonly<Service> | undefined,
  slices: readonly Readonly<EndpointSlice>[],
): Verdict | undefined {
  const { namespace = "", name = "", port: wanted = 443 } = spec?.service ?? {};
  const failed = (reason: string, message: string): Verdict => ({ status: "False", reason, message });
  const where = `service/${name} in ${JSON.stringify(namespace)}`;
  if (service === undefined) return failed("ServiceNotFound", `${where} is not present`);
  if (service.spec?.type === "ExternalName") return undefined;
  const port = service.spec?.ports?.find((one) => one.port === wanted);
  if (port === undefined) return failed("ServicePortError", `${where} is not listening on port ${wanted}`);
  if (slices.length === 0) return failed("EndpointsNotFound", `cannot find endpointslices for ${where}`);
  const portName = port.name ?? "";
  const hasAddress = slices.some(
    ({ ports, endpoints }) =>
      (ports ?? []).some((one) => (one.name ?? "") === portName) &&
      (endpoints ?? []).some(({ addresses, conditions }) => addresses.length > 0 && conditions?.ready !== false),
  );
  const missing = `endpointslices for ${where} have no addresses with port name ${JSON.stringify(portName)}`;
  return hasAddress ? undefined : failed("MissingEndpoints", missing);
}

/** What the server's answer to discovery means; a text is why there was none. */
export function probeVerdict(address: string, answer: number | string): Verdict {
  if (typeof answer === "number" && answer >= 200 && answer < 300) return passed;
  const detail =
    typeof answer === "number" ? `bad status from ${address}: ${answer}` : `Get ${JSON.stringify(address)}: ${answer}`;
  return {
    status: "False",
    reason: "FailedDiscoveryCheck",
    message: `failing or missing response from ${address}: ${detail}`,
  };
}

/** An available server is looked at now and then; another one soon, and the less often the longer it has been away. */
export function nextLookMs(status: "True" | "False", sinceMs: number): number {
  const steadyMs = 30_000;
  const eagerMs = 1_000;
  return status === "True" ? steadyMs : Math.min(steadyMs, Math.max(eagerMs, sinceMs / 2));
}
