// How containers are looked after while they run.
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { echoImage } from "../../e2e/harness/images.ts";
import { pausing, script, tool } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { isReady, type Pods } from "./harness/pods.ts";

const title = "[sig-node] Probing container";
/** Long enough for five failures, short for upstream's four minutes: what starts no restart now starts none later. */
const calmMs = 15_000;
const often = { initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 5 };

/** Answers at port 8080 from its first moment on. */
function echo(more: object): object {
  return { name: "main", image: echoImage, ...more };
}

async function restarts(pods: Pods, container: object, times: number): Promise<void> {
  const { metadata } = await pods.create({ spec: { containers: [container] } });
  let last = 0;
  await pods.until(metadata.name, ({ status }) => {
    const count = status.containerStatuses?.[0].restartCount ?? 0;
    expect(count).toBeGreaterThanOrEqual(last);
    last = count;
    return count >= times;
  });
}

async function staysUp(pods: Pods, container: object): Promise<void> {
  const { metadata } = await pods.run({ spec: { containers: [container] } });
  await sleep(calmMs);
  const { status } = await pods.get(metadata.name);
  expect(status.containerStatuses[0]).toMatchObject({ restartCount: 0, ready: true });
}

const health = { ...often, exec: { command: ["cat", "/tmp/health"] } };

podConformance(
  `${title} should be restarted with a exec "cat /tmp/health" liveness probe [NodeConformance] [Conformance]`,
  ({ pods }) =>
    restarts(pods, script("echo ok > /tmp/health; sleep 5; rm /tmp/health; sleep 600", { livenessProbe: health }), 1),
);

podConformance(
  `${title} should *not* be restarted with a exec "cat /tmp/health" liveness probe [NodeConformance] [Conformance]`,
  ({ pods }) =>
    staysUp(pods, script("echo ok > /tmp/health; sleep 600", { livenessProbe: { ...health, initialDelaySeconds: 3 } })),
);

const http = (path: string) => ({ ...often, initialDelaySeconds: 3, httpGet: { path, port: 8080 } });

podConformance(
  `${title} should be restarted with a /healthz http liveness probe [NodeConformance] [Conformance]`,
  ({ pods }) => restarts(pods, tool(["serve", "8080"], { livenessProbe: http("/failing-after?ms=5000") }), 1),
);

podConformance(
  `${title} should *not* be restarted with a /healthz http liveness probe [NodeConformance] [Conformance]`,
  ({ pods }) => staysUp(pods, echo({ livenessProbe: { ...http("/ready"), failureThreshold: 5 } })),
);

podConformance(
  `${title} should *not* be restarted with a tcp:8080 liveness probe [NodeConformance] [Conformance]`,
  ({ pods }) => staysUp(pods, echo({ livenessProbe: { ...often, initialDelaySeconds: 8, tcpSocket: { port: 8080 } } })),
);

podConformance(
  `${title} should be restarted with a GRPC liveness probe [NodeConformance] [Conformance]`,
  // Nobody answers at this port.
  ({ pods }) => restarts(pods, tool(["grpc-health", "5000"], { livenessProbe: { ...often, grpc: { port: 2333 } } }), 1),
);

podConformance(
  `${title} should *not* be restarted with a GRPC liveness probe [NodeConformance] [Conformance]`,
  ({ pods }) =>
    staysUp(
      pods,
      tool(["grpc-health", "5000"], { livenessProbe: { ...often, initialDelaySeconds: 8, grpc: { port: 5000 } } }),
    ),
);

podConformance(
  `${title} should have monotonically increasing restart count [NodeConformance] [Conformance]`,
  // Upstream waits for five; each restart doubles the wait for the next.
  ({ pods }) => restarts(pods, script("sleep 600", { livenessProbe: { ...often, exec: { command: ["false"] } } }), 3),
);

podConformance(
  `${title} with readiness probe should not be ready before initial delay and never restart [NodeConformance] [Conformance]`,
  async ({ pods }) => {
    const initialDelaySeconds = 8;
    const readinessProbe = { httpGet: { path: "/", port: 8080 }, initialDelaySeconds, periodSeconds: 1 };
    const { metadata } = await pods.run({ spec: { containers: [echo({ readinessProbe })] } });
    const { status } = await pods.get(metadata.name);
    const startedMs = Date.parse(status.containerStatuses[0].state.running.startedAt);
    const ready = status.conditions.find(({ type }: { type: string }) => type === "Ready");
    expect(Date.parse(ready.lastTransitionTime) - startedMs).toBeGreaterThanOrEqual(initialDelaySeconds * 1000);
    expect(status.containerStatuses[0].restartCount).toBe(0);
  },
);

podConformance(
  `${title} with readiness probe that fails should never be ready and never restart [NodeConformance] [Conformance]`,
  async ({ pods }) => {
    const readinessProbe = { exec: { command: ["false"] }, periodSeconds: 1 };
    const { metadata } = await pods.create({ spec: { containers: [pausing({ readinessProbe })] } });
    await pods.until(metadata.name, ({ status }) => status.phase === "Running");
    let ready = false;
    await pods
      .until(
        metadata.name,
        (pod) => {
          ready ||= isReady(pod);
          return false;
        },
        calmMs,
      )
      .catch(() => {});
    expect(ready).toBe(false);
    expect((await pods.get(metadata.name)).status.containerStatuses[0]).toMatchObject({
      restartCount: 0,
      ready: false,
    });
  },
);
