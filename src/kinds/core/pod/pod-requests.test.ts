import { expect, test } from "vitest";
import { type Quantity, quantityText } from "../../../apimachinery/quantity.ts";
import type { Container, PodSpec } from "../../facts/types.gen.ts";
import { podLimits, podRequests } from "./pod-requests.ts";

function container(name: string, cpu: string, extra: Partial<Container> = {}): Container {
  return { name, resources: { requests: { cpu }, limits: { cpu } }, ...extra };
}

function texts(amounts: ReadonlyMap<string, Quantity>): Record<string, string> {
  return Object.fromEntries([...amounts].map(([name, amount]) => [name, quantityText(amount)]));
}

function requested(spec: PodSpec): Record<string, string> {
  return texts(podRequests({ spec }));
}

test("containers add up, an init container counts alone", () => {
  const containers = [container("a", "100m"), container("b", "200m")];
  expect(requested({ containers })).toEqual({ cpu: "300m" });
  expect(requested({ containers, initContainers: [container("i", "250m")] })).toEqual({ cpu: "300m" });
  expect(requested({ containers, initContainers: [container("i", "1")] })).toEqual({ cpu: "1" });
});

test("sidecars run beside everything that comes after them", () => {
  const sidecar = container("s", "500m", { restartPolicy: "Always" });
  expect(requested({ containers: [container("a", "1")], initContainers: [sidecar] })).toEqual({ cpu: "1500m" });
  const spec = { containers: [container("a", "1")], initContainers: [sidecar, container("i", "2")] };
  expect(requested(spec)).toEqual({ cpu: "2500m" });
  const before = { containers: [container("a", "1")], initContainers: [container("i", "2"), sidecar] };
  expect(requested(before)).toEqual({ cpu: "2" });
});

test("what the pod itself says wins, and overhead comes on top", () => {
  const spec: PodSpec = {
    containers: [container("a", "1")],
    resources: { requests: { cpu: "3" } },
    overhead: { cpu: "10m", memory: "1Mi" },
  };
  expect(requested(spec)).toEqual({ cpu: "3010m", memory: "1Mi" });
  expect(
    texts(podLimits({ spec: { containers: [container("a", "1")], overhead: { cpu: "10m", memory: "1Mi" } } })),
  ).toEqual({
    cpu: "1010m",
  });
});

test("while a resize is under way the higher amount counts", () => {
  const pod = {
    spec: { containers: [container("a", "1")] },
    status: { containerStatuses: [{ name: "a", ...status, allocatedResources: { cpu: "2" } }] },
  };
  expect(texts(podRequests(pod))).toEqual({ cpu: "1" });
  expect(texts(podRequests(pod, { withStatus: true }))).toEqual({ cpu: "2" });
});

const status = { image: "", imageID: "", ready: true, restartCount: 0 };
