// The plan as a table: what is there, and what is to be done.
import { describe, expect, test } from "vitest";
import type { Container, Pod, PodSpec } from "../../../src/kinds/facts/types.gen.ts";
import { observed, type Seen, seenAtMs, seenImage } from "../../../test/agent/observed-pod.ts";
import type { BackOff } from "../back-off.ts";
import type { ObservedPod } from "./observed.ts";
import { planPod } from "./plan.ts";
import type { Plan, PlanInput, ProbeVerdict } from "./plan-terms.ts";

const image = seenImage;
const nowMs = seenAtMs;

function plan(spec: Partial<PodSpec>, seen: ObservedPod, more: Partial<PlanInput> = {}): Plan {
  const pod: Pod = { metadata: { uid: "u" }, spec: { containers: [app("app")], ...spec } };
  return planPod({
    pod,
    observed: seen,
    nowMs,
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

function app(name: string, more: Partial<Container> = {}): Container {
  return { name, image, ...more };
}

/** A plan in words. */
function words({ steps, waits, finished }: Plan): string {
  const told = steps.map((step) => {
    switch (step.type) {
      case "create-sandbox":
        return `sandbox#${step.attempt}`;
      case "stop-sandbox":
        return `stop ${step.sandboxId}`;
      case "start-container":
        return `start ${step.name}#${step.attempt}`;
      case "kill-container":
        return `kill ${step.id} (${step.message})`;
      case "resize-container":
        return `resize ${step.id} ${JSON.stringify(step.limits)}`;
      case "remove-container":
        return `remove ${step.id}`;
      default:
        return step satisfies never;
    }
  });
  const waiting = waits.map(({ name, untilMs, cause }) => `wait ${name} ${untilMs - nowMs} ms (${cause})`);
  return [...told, ...waiting, ...(finished ? ["finished"] : [])].join(", ");
}

const sidecar = { restartPolicy: "Always" };
const inits = { initContainers: [app("one"), app("two")] };
const withSidecar = { initContainers: [app("proxy", sidecar)] };
const twoApps = { containers: [app("app"), app("side")] };
const never = { restartPolicy: "Never" };
const onFailure = { restartPolicy: "OnFailure" };

const cases: [string, Partial<PodSpec>, (Seen | string)[], string][] = [
  ["a new pod", {}, [], "sandbox#0, start app#0"],
  ["a new pod of two", twoApps, [], "sandbox#0, start app#0, start side#0"],
  ["a new pod with init containers", inits, [], "sandbox#0, start one#0"],
  ["all is well", {}, ["sandbox#0 running", "app#0 running"], ""],
  ["a sandbox alone", {}, ["sandbox#0 running"], "start app#0"],
  ["a sandbox that never started", {}, ["sandbox#0 created"], "remove sandbox#0, sandbox#1, start app#0"],
  ["a container that never started", {}, ["sandbox#0 running", "app#0 created"], "remove app#0, start app#0"],
  ["an end, always restarted", {}, ["sandbox#0 running", "app#0 exited:0"], "start app#1"],
  ["a success, restarted on failure", onFailure, ["sandbox#0 running", "app#0 exited:0"], "finished"],
  ["a failure, restarted on failure", onFailure, ["sandbox#0 running", "app#0 exited:1"], "start app#1"],
  ["a failure, never restarted", never, ["sandbox#0 running", "app#0 exited:1"], "finished"],
  ["one of two is through", { ...never, ...twoApps }, ["sandbox#0 running", "app#0 exited:0", "side#0 running"], ""],
  [
    "older dead containers go, the newest stays",
    {},
    ["sandbox#0 running", "app#2 running", "app#1 exited:1", "app#0 exited:1"],
    "remove app#0",
  ],
  [
    "a container's own policy beats the pod's",
    { ...never, containers: [app("app", { restartPolicy: "OnFailure" })] },
    ["sandbox#0 running", "app#0 exited:1"],
    "start app#1",
  ],
  [
    "a rule for an exit code beats the policy",
    {
      containers: [
        app("app", {
          restartPolicy: "Never",
          restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "In", values: [42] } }],
        }),
      ],
    },
    ["sandbox#0 running", "app#0 exited:42"],
    "start app#1",
  ],
  ["the sandbox is dead", {}, ["sandbox#0 exited", "app#0 exited:137"], "stop sandbox#0, sandbox#1, start app#1"],
  [
    "the sandbox is dead, its container isn't",
    {},
    ["sandbox#0 exited", "app#0 running"],
    "stop sandbox#0, sandbox#1, start app#1",
  ],
  ["the sandbox of a pod that is never restarted", never, ["sandbox#0 exited", "app#0 exited:255"], "finished"],
  ["the same, before any container was made", never, ["sandbox#0 exited"], "stop sandbox#0, sandbox#1, start app#0"],
  [
    "a new sandbox for those that have not succeeded",
    { ...onFailure, ...twoApps },
    ["sandbox#0 exited", "app#0 exited:0", "side#0 exited:255"],
    "stop sandbox#0, sandbox#1, start side#1",
  ],
  ["no new sandbox when all have", onFailure, ["sandbox#0 exited", "app#0 exited:0"], "finished"],
  [
    "a replaced sandbox goes",
    {},
    ["sandbox#1 running", "sandbox#0 exited", { is: "app#1 running", sandboxId: "sandbox#1" }],
    "remove sandbox#0",
  ],
  [
    "of two sandboxes the older stops",
    {},
    ["sandbox#1 running", "sandbox#0 running", { is: "app#1 running", sandboxId: "sandbox#1" }],
    "stop sandbox#0",
  ],
  ["the first init container runs", inits, ["sandbox#0 running", "one#0 running"], ""],
  ["the first is through", inits, ["sandbox#0 running", "one#0 exited:0"], "start two#0"],
  ["both are through", inits, ["sandbox#0 running", "one#0 exited:0", "two#0 exited:0"], "start app#0"],
  ["an init container failed", inits, ["sandbox#0 running", "one#0 exited:1"], "start one#1"],
  ["an init container failed for good", { ...inits, ...never }, ["sandbox#0 running", "one#0 exited:1"], "finished"],
  ["init containers cleaned away from a pod that runs", inits, ["sandbox#0 running", "app#0 running"], ""],
  [
    "a new sandbox begins at the first init container",
    inits,
    ["sandbox#0 exited", "one#0 exited:0", "two#0 exited:0", "app#0 exited:255"],
    "stop sandbox#0, sandbox#1, start one#1",
  ],
  [
    "and goes on from there",
    inits,
    ["sandbox#1 running", { is: "one#1 exited:0", sandboxId: "sandbox#1" }, "two#0 exited:0", "app#0 exited:255"],
    "start two#1",
  ],
  ["a sidecar comes first", withSidecar, ["sandbox#0 running"], "start proxy#0"],
  ["then the app", withSidecar, ["sandbox#0 running", "proxy#0 running"], "start app#0"],
  [
    "a sidecar that ended is restarted beside the app",
    withSidecar,
    ["sandbox#0 running", "proxy#0 exited:1", "app#0 running"],
    "start proxy#1",
  ],
  [
    "a sidecar alone keeps no pod alive",
    { ...never, ...withSidecar },
    ["sandbox#0 running", "proxy#0 running", "app#0 exited:0"],
    "finished",
  ],
  [
    "an ephemeral container starts once",
    { ephemeralContainers: [app("debug")] },
    ["sandbox#0 running", "app#0 running"],
    "start debug#0",
  ],
  [
    "and not again",
    { ephemeralContainers: [app("debug")] },
    ["sandbox#0 running", "app#0 running", "debug#0 exited:1"],
    "",
  ],
  [
    "another image",
    { containers: [app("app", { image: "busybox:2" })] },
    ["sandbox#0 running", "app#0 running"],
    "kill app#0 (Container app definition changed, will be restarted)",
  ],
];

describe("the plan of an active pod", () => {
  test.each(cases)("%s", (_, spec, seen, expected) => {
    expect(words(plan(spec, observed(...seen)))).toBe(expected);
  });

  const failing = (failed: "liveness" | "startup") => ({
    probe: (): ProbeVerdict => ({ started: failed === "liveness", ready: false, failed }),
  });

  test("a probe that failed ends the container; whether it comes again is the policy's business", () => {
    const seen = observed("sandbox#0 running", "app#0 running");
    expect(words(plan({}, seen, failing("liveness")))).toBe(
      "kill app#0 (Container app failed liveness probe, will be restarted)",
    );
    expect(words(plan(never, seen, failing("startup")))).toBe(
      "kill app#0 (Container app failed startup probe), finished",
    );
  });

  test("a container killed to be restarted is restarted, even when it ends well", () => {
    const seen = observed("sandbox#0 running", "app#0 exited:0");
    expect(words(plan(onFailure, seen, { restartAnyway: new Set(["app#0"]) }))).toBe("start app#1");
  });

  test("nothing comes after a sidecar that has not started", () => {
    const seen = observed("sandbox#0 running", "proxy#0 running");
    const probe = (): ProbeVerdict => ({ started: false, ready: false, failed: undefined });
    expect(words(plan(withSidecar, seen, { probe }))).toBe("");
  });

  test("a container that keeps ending waits, counted from its end", () => {
    const backOffs = new Map<string, BackOff>([["app", { delayMs: 10_000, countedAtMs: nowMs - 2_000 }]]);
    const seen = observed("sandbox#0 running", "app#1 exited:1");
    expect(words(plan({}, seen, { backOffs }))).toBe("wait app 9000 ms (crashed)");
    expect(words(plan({}, seen, { backOffs, nowMs: nowMs + 9_000 }))).toBe("start app#2");
  });

  test("a pod whose containers wait is not finished", () => {
    const failures = new Map([["app", { reason: "ErrImagePull", message: "", retryAtMs: nowMs + 500 }]]);
    expect(words(plan(never, observed("sandbox#0 running"), { failures }))).toBe("wait app 500 ms (failed)");
  });

  test("a sandbox that failed is not tried before its time", () => {
    expect(words(plan({}, observed(), { sandboxRetryAtMs: nowMs + 1_000 }))).toBe("wait POD 1000 ms (failed)");
    expect(words(plan({}, observed(), { sandboxRetryAtMs: nowMs }))).toBe("sandbox#0, start app#0");
  });

  test("volumes that aren't ready hold back restarts", () => {
    const seen = observed("sandbox#0 running", "app#0 exited:1");
    expect(words(plan({}, seen, { sandboxRetryAtMs: nowMs + 700 }))).toBe("wait app 700 ms (failed)");
  });

  test("a container that somebody removed keeps its place in the count", () => {
    const knownAttempts = new Map([["app", 4]]);
    expect(words(plan({}, observed("sandbox#0 running"), { knownAttempts }))).toBe("start app#5");
  });
});
