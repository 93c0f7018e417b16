// What a container's changed limits make of it while it runs.
import { describe, expect, test } from "vitest";
import type { Container } from "../../../src/kinds/facts/types.gen.ts";
import { observed, seenAtMs, seenImage } from "../../../test/agent/observed-pod.ts";
import type { Bounds, ObservedContainer } from "./observed.ts";
import { planPod } from "./plan.ts";
import { resizeOf } from "./plan-resize.ts";
import type { PlanInput } from "./plan-terms.ts";
import { containerStatuses } from "./status/container-statuses.ts";

const bounds: Bounds = { cpuShares: 102, cpuQuotaUs: 10_000, memoryBytes: 16 << 20 };
const has = { requests: { cpu: "100m", memory: "16Mi" }, limits: { cpu: "100m", memory: "16Mi" } };
const wants = { requests: { cpu: "200m", memory: "16Mi" }, limits: { cpu: "200m", memory: "16Mi" } };
const seen = observed("sandbox#0 running", { is: "app#0 running", bounds });
const running = seen.containers[0] as ObservedContainer;
const app = (more: Partial<Container>): Container => ({ name: "app", image: seenImage, ...more });
const of = (more: Partial<Container>, from = running) => resizeOf({ role: "app", spec: app(more) }, from);

describe("a running container", () => {
  test("with the limits it should have is left alone", () => {
    expect(of({ resources: has })).toEqual({ type: "none" });
  });

  test("gets others while it runs", () => {
    expect(of({ resources: wants })).toMatchObject({ type: "update", limits: { CpuShares: 204, CpuQuota: 20_000 } });
  });

  test("is freed of those that have gone", () => {
    const limits = { CpuShares: 102, CpuQuota: -1, Memory: -1, MemorySwap: -1 };
    expect(of({ resources: { requests: { cpu: "100m" } } })).toEqual({ type: "update", limits });
  });

  test("is started again only for the resource that wants it", () => {
    const policy = (resourceName: string) => [{ resourceName, restartPolicy: "RestartContainer" }];
    expect(of({ resources: wants, resizePolicy: policy("cpu") })).toEqual({ type: "restart" });
    expect(of({ resources: wants, resizePolicy: policy("memory") }).type).toBe("update");
  });

  test("of an unknown kind, or one that is never resized, stays", () => {
    const { bounds: _, ...unknown } = running;
    expect(of({ resources: wants }, unknown)).toEqual({ type: "none" });
    expect(resizeOf({ role: "init", spec: app({ resources: wants }) }, running)).toEqual({ type: "none" });
  });
});

function plan(container: Container, more: Partial<PlanInput> = {}) {
  return planPod({
    pod: { metadata: { uid: "u" }, spec: { containers: [container] } },
    observed: seen,
    nowMs: seenAtMs,
    backOffs: new Map(),
    failures: new Map(),
    resizeFailures: new Map(),
    sandboxRetryAtMs: undefined,
    knownAttempts: new Map(),
    restartAnyway: new Set(),
    probe: () => ({ started: true, ready: true, failed: undefined }),
    ...more,
  });
}

describe("the plan", () => {
  test("resizes, or waits after a failure", () => {
    expect(plan(app({ resources: wants })).steps).toMatchObject([{ type: "resize-container", id: "app#0" }]);
    const resizeFailures = new Map([["app", { retryAtMs: seenAtMs + 5_000 }]]);
    const waiting = plan(app({ resources: wants }), { resizeFailures });
    expect(waiting).toEqual({
      steps: [],
      waits: [{ name: "app", untilMs: seenAtMs + 5_000, cause: "failed" }],
      finished: false,
    });
  });

  test("stops what is to be started again, and says why", () => {
    const resizePolicy = [{ resourceName: "cpu", restartPolicy: "RestartContainer" }];
    const message = "Container app resize requires restart";
    expect(plan(app({ resources: wants, resizePolicy })).steps).toMatchObject([
      { type: "kill-container", message, restart: true },
    ]);
  });
});

test("the status shows the new limits when they are there, and the last ones until then", () => {
  const shown = (from: Bounds) =>
    containerStatuses({
      pod: { spec: { containers: [app({ resources: wants })] } },
      observed: observed("sandbox#0 running", { is: "app#0 running", bounds: from }),
      previous: [
        { name: "app", image: "", imageID: "", ready: true, restartCount: 0, resources: has, state: { running: {} } },
      ],
      failures: new Map(),
      probe: () => ({ started: true, ready: true, failed: undefined }),
      messages: new Map(),
      imageRef: () => undefined,
    }).app[0]?.resources;
  expect(shown(bounds)).toEqual(has);
  expect(shown({ ...bounds, cpuShares: 204, cpuQuotaUs: 20_000 })).toEqual(wants);
});
