// What kubectl shows of a pod in each of its situations.
import { describe, expect, test } from "vitest";
import type { ContainerStatus, Pod, PodSpec, PodStatus } from "../../../../src/kinds/facts/types.gen.ts";
import { observed, type Seen, seenAtMs } from "../../../../test/agent/observed-pod.ts";
import type { ProbeVerdict } from "../plan-terms.ts";
import { type PodStatusInput, podStatus } from "./pod-status.ts";

const app = { name: "app", image: "busybox:1" };

function status(spec: Partial<PodSpec>, seen: (Seen | string)[], more: Partial<PodStatusInput> = {}): PodStatus {
  const pod: Pod = { metadata: { uid: "u", generation: 3 }, spec: { containers: [app], ...spec } };
  return podStatus({
    pod,
    observed: observed(...seen),
    previous: undefined,
    failures: new Map(),
    probe: (): ProbeVerdict => ({ started: true, ready: true, failed: undefined }),
    messages: new Map(),
    imageRef: () => "docker-pullable://busybox@sha256:2",
    podIP: "10.0.0.5",
    hostIP: "192.0.2.1",
    nowMs: seenAtMs,
    isTerminal: false,
    isFinal: false,
    verdict: undefined,
    ...more,
  });
}

function stateWords({ state, lastState }: ContainerStatus): string {
  const { waiting, running, terminated } = state ?? {};
  const now = waiting
    ? `waiting ${waiting.reason ?? ""}`
    : running
      ? "running"
      : `terminated ${terminated?.reason} ${terminated?.exitCode}`;
  const last = lastState?.terminated;
  return last === undefined ? now : `${now} after ${last.reason} ${last.exitCode}`;
}

/** The phase, then each container: state, restarts, ready. */
function words({ phase, initContainerStatuses = [], containerStatuses = [] }: PodStatus): string {
  const all = [...initContainerStatuses, ...containerStatuses];
  const told = all.map(
    (one) =>
      `${one.name} ${stateWords(one)}${one.restartCount > 0 ? ` x${one.restartCount}` : ""}${one.ready ? " ready" : ""}`,
  );
  return [phase, ...told].join("; ");
}

const setup = { initContainers: [{ ...app, name: "setup" }] };
const proxy = { initContainers: [{ ...app, name: "proxy", restartPolicy: "Always" }] };
const never = { restartPolicy: "Never" };
const onFailure = { restartPolicy: "OnFailure" };
const crashed = new Map([["app", { reason: "CrashLoopBackOff", message: "m", retryAtMs: 0 }]]);
const wrongImage = new Map([["app", { reason: "ErrImagePull", message: "m", retryAtMs: 0 }]]);

const cases: [string, Partial<PodSpec>, (Seen | string)[], Partial<PodStatusInput>, string][] = [
  ["new", {}, [], {}, "Pending; app waiting ContainerCreating"],
  ["new, with init containers", setup, [], {}, "Pending; setup waiting PodInitializing; app waiting PodInitializing"],
  [
    "its image can't be pulled",
    {},
    ["sandbox#0 running"],
    { failures: wrongImage },
    "Pending; app waiting ErrImagePull",
  ],
  ["running", {}, ["sandbox#0 running", "app#0 running"], {}, "Running; app running ready"],
  ["created, not started", {}, ["sandbox#0 running", "app#0 created"], {}, "Pending; app waiting "],
  ["ended, to be restarted", {}, ["sandbox#0 running", "app#0 exited:1"], {}, "Running; app terminated Error 1"],
  [
    "waiting after a crash",
    {},
    ["sandbox#0 running", "app#1 exited:1"],
    { failures: crashed },
    "Running; app waiting CrashLoopBackOff after Error 1 x1",
  ],
  [
    "running again",
    {},
    ["sandbox#0 running", "app#2 running", "app#1 exited:1"],
    { failures: crashed },
    "Running; app running after Error 1 x2 ready",
  ],
  ["through", never, ["sandbox#0 running", "app#0 exited:0"], {}, "Succeeded; app terminated Completed 0"],
  [
    "through, on failure",
    onFailure,
    ["sandbox#0 running", "app#0 exited:0"],
    {},
    "Succeeded; app terminated Completed 0",
  ],
  ["failed", never, ["sandbox#0 running", "app#0 exited:2"], {}, "Failed; app terminated Error 2"],
  [
    "out of memory",
    never,
    ["sandbox#0 running", { is: "app#0 exited:137", oomKilled: true }],
    {},
    "Failed; app terminated OOMKilled 137",
  ],
  [
    "could not be started",
    never,
    ["sandbox#0 running", { is: "app#0 exited:127", startError: "no such file" }],
    {},
    "Failed; app terminated StartError 128",
  ],
  [
    "initialising",
    setup,
    ["sandbox#0 running", "setup#0 running"],
    {},
    "Pending; setup running; app waiting PodInitializing",
  ],
  [
    "initialised",
    setup,
    ["sandbox#0 running", "setup#0 exited:0", "app#0 running"],
    {},
    "Running; setup terminated Completed 0 ready; app running ready",
  ],
  [
    "init container cleaned away",
    setup,
    ["sandbox#0 running", "app#0 running"],
    {},
    "Running; setup terminated Completed 0 ready; app running ready",
  ],
  [
    "initialisation failed for good",
    { ...setup, ...never },
    ["sandbox#0 running", "setup#0 exited:1"],
    {},
    "Failed; setup terminated Error 1; app waiting PodInitializing",
  ],
  [
    "initialisation failed, and is tried again",
    setup,
    ["sandbox#0 running", "setup#1 exited:1"],
    { failures: new Map([["setup", { reason: "CrashLoopBackOff", message: "m", retryAtMs: 0 }]]) },
    "Pending; setup waiting CrashLoopBackOff after Error 1 x1; app waiting PodInitializing",
  ],
  [
    "a sidecar is up before the app",
    proxy,
    ["sandbox#0 running", "proxy#0 running"],
    {},
    "Pending; proxy running ready; app waiting PodInitializing",
  ],
  [
    "a sidecar doesn't set the pod back",
    proxy,
    ["sandbox#0 running", "proxy#0 exited:1", "app#0 running"],
    {},
    "Running; proxy terminated Error 1; app running ready",
  ],
  [
    "stopped on request",
    {},
    ["sandbox#0 exited", "app#0 exited:0"],
    { isTerminal: true, isFinal: true },
    "Succeeded; app terminated Completed 0",
  ],
  [
    "stopped on request, by force",
    {},
    ["sandbox#0 exited", "app#0 exited:137"],
    { isTerminal: true, isFinal: true },
    "Failed; app terminated Error 137",
  ],
  ["stopped before it began", {}, [], { isTerminal: true, isFinal: true }, "Failed; app waiting ContainerCreating"],
];

describe("pod status", () => {
  test.each(cases)("%s", (_, spec, seen, more, expected) => {
    expect(words(status(spec, seen, more))).toBe(expected);
  });

  test("a running pod in full", () => {
    const seen = ["sandbox#0 running", { is: "app#0 running", startedAtMs: seenAtMs - 5_000 }];
    expect(
      status({ containers: [{ ...app, volumeMounts: [{ name: "v", mountPath: "/v", readOnly: true }] }] }, seen),
    ).toEqual({
      observedGeneration: 3,
      phase: "Running",
      conditions: ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"].map(
        (type) => ({
          type,
          status: "True",
          lastTransitionTime: "1970-01-12T13:46:40Z",
          observedGeneration: 3,
        }),
      ),
      hostIP: "192.0.2.1",
      hostIPs: [{ ip: "192.0.2.1" }],
      podIP: "10.0.0.5",
      podIPs: [{ ip: "10.0.0.5" }],
      startTime: "1970-01-12T13:46:40Z",
      qosClass: "BestEffort",
      containerStatuses: [
        {
          name: "app",
          image: "busybox:1",
          imageID: "docker-pullable://busybox@sha256:2",
          containerID: "docker://app#0",
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: "1970-01-12T13:46:35Z" } },
          lastState: {},
          volumeMounts: [{ name: "v", mountPath: "/v", readOnly: true, recursiveReadOnly: "Disabled" }],
          resources: {},
        },
      ],
    });
  });

  const conditions = ({ conditions: all = [] }: PodStatus, ...types: string[]) =>
    all
      .filter(({ type }) => types.includes(type))
      .map(({ type, status: value, reason, message }) => [type, value, reason, message]);

  test("what is missing is named", () => {
    const two = { containers: [app, { ...app, name: "b" }], ...setup };
    expect(conditions(status(two, ["sandbox#0 running"]), "Initialized", "Ready")).toEqual([
      ["Initialized", "False", "ContainersNotInitialized", "containers with incomplete status: [setup]"],
      ["Ready", "False", "ContainersNotReady", "containers with unready status: [app b]"],
    ]);
    expect(conditions(status({}, [], { podIP: undefined }), "PodReadyToStartContainers")).toEqual([
      ["PodReadyToStartContainers", "False", undefined, undefined],
    ]);
  });

  test("a pod that is through is not ready, but initialised", () => {
    expect(
      conditions(status(never, ["sandbox#0 running", "app#0 exited:0"]), "Initialized", "Ready", "ContainersReady"),
    ).toEqual([
      ["Initialized", "True", "PodCompleted", undefined],
      ["Ready", "False", "PodCompleted", undefined],
      ["ContainersReady", "False", "PodCompleted", undefined],
    ]);
    expect(conditions(status(never, ["sandbox#0 running", "app#0 exited:1"]), "Ready")).toEqual([
      ["Ready", "False", "PodFailed", undefined],
    ]);
  });

  test("a probe decides on readiness", () => {
    const probe = (): ProbeVerdict => ({ started: true, ready: false, failed: undefined });
    const shown = status({}, ["sandbox#0 running", "app#0 running"], { probe });
    expect(words(shown)).toBe("Running; app running");
    const unstarted = (): ProbeVerdict => ({ started: false, ready: true, failed: undefined });
    expect(
      status({}, ["sandbox#0 running", "app#0 running"], { probe: unstarted }).containerStatuses?.[0],
    ).toMatchObject({
      started: false,
      ready: false,
    });
  });

  test("readiness gates are somebody else's to open", () => {
    const gated: Pod = {
      metadata: { uid: "u" },
      spec: {
        containers: [app],
        readinessGates: [{ conditionType: "example.com/a" }, { conditionType: "example.com/b" }],
      },
      status: { conditions: [{ type: "example.com/b", status: "False" }] },
    };
    expect(
      conditions(status({}, ["sandbox#0 running", "app#0 running"], { pod: gated }), "Ready", "ContainersReady"),
    ).toEqual([
      [
        "Ready",
        "False",
        "ReadinessGatesNotReady",
        'corresponding condition of pod readiness gate "example.com/a" does not exist., the status of pod readiness gate "example.com/b" is not "True", but False',
      ],
      ["ContainersReady", "True", undefined, undefined],
    ]);
  });

  test("a condition keeps its time as long as it keeps its value", () => {
    const earlier = status({}, ["sandbox#0 running", "app#0 running"], { nowMs: 0 });
    const later = status({}, ["sandbox#0 running", "app#0 exited:1"], { previous: earlier });
    const times = Object.fromEntries(
      (later.conditions ?? []).map(({ type, lastTransitionTime }) => [type, lastTransitionTime]),
    );
    expect(times).toMatchObject({ PodScheduled: "1970-01-01T00:00:00Z", Ready: "1970-01-12T13:46:40Z" });
    expect(later.startTime).toBe("1970-01-01T00:00:00Z");
  });

  test("a pod keeps its address when its sandbox is gone", () => {
    const earlier = status({}, ["sandbox#0 running", "app#0 running"]);
    expect(status(never, ["sandbox#0 exited", "app#0 exited:0"], { previous: earlier, podIP: undefined }).podIP).toBe(
      "10.0.0.5",
    );
  });

  test("a container that Docker has forgotten was running once: it ended, and counts", () => {
    const earlier = status({}, ["sandbox#0 running", "app#0 running"]);
    const later = status({}, ["sandbox#0 running"], { previous: earlier });
    expect(words(later)).toBe("Running; app waiting ContainerCreating after ContainerStatusUnknown 137 x1");
    const final = status({}, [], { previous: earlier, isTerminal: true, isFinal: true });
    expect(final.containerStatuses?.[0]?.state?.terminated).toMatchObject({
      reason: "ContainerStatusUnknown",
      exitCode: 137,
    });
  });

  test("an end that was reported stays reported", () => {
    const earlier = status(never, ["sandbox#0 running", "app#0 exited:3"]);
    expect(words(status(never, [], { previous: earlier }))).toBe("Failed; app terminated Error 3");
  });

  test("the node's verdict is the pod's", () => {
    const verdict = { reason: "DeadlineExceeded", message: "too long" };
    expect(status({}, ["sandbox#0 running", "app#0 running"], { verdict })).toMatchObject({
      phase: "Failed",
      ...verdict,
    });
  });

  test("last words are shown", () => {
    const messages = new Map([["app#0", "why"]]);
    const { containerStatuses } = status(never, ["sandbox#0 running", "app#0 exited:1"], { messages });
    expect(containerStatuses?.[0]?.state?.terminated?.message).toBe("why");
  });
});
