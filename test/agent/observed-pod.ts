// What Docker has of a pod, in few words, for tests of rules.
import { containerHash } from "../../agents/node/pods/container/container-hash.ts";
import { newestFirst, type ObservedContainer, type ObservedPod } from "../../agents/node/pods/observed.ts";

export const seenImage = "busybox:1";
export const seenAtMs = 1_000_000_000;

export interface Seen extends Partial<ObservedContainer> {
  /** "app#1 exited:3", "sandbox#0 running": name, attempt, state and exit code. */
  readonly is: string;
}

/** Containers belong to the newest sandbox unless they say otherwise. */
export function observed(...seen: (Seen | string)[]): ObservedPod {
  const all = seen
    .map((one) => (typeof one === "string" ? { is: one } : one))
    .map(({ is, ...more }): ObservedContainer => {
      const [, name = "", attempt = "0", state = "", exitCode = "0"] = /^(\w+)#(\d+) (\w+)(?::(\d+))?$/.exec(is) ?? [];
      const isSandbox = name === "sandbox";
      return {
        agentId: "a",
        pod: { uid: "u", namespace: "default", name: "web" },
        type: isSandbox ? "podsandbox" : "container",
        container: isSandbox ? "POD" : name,
        attempt: Number(attempt),
        sandboxId: isSandbox ? undefined : "sandbox#0",
        hash: containerHash({ name, image: seenImage }),
        graceSeconds: 30,
        id: `${name}#${attempt}`,
        state: state as ObservedContainer["state"],
        createdAtMs: seenAtMs - 60_000,
        startedAtMs: state === "created" ? undefined : seenAtMs - 60_000,
        finishedAtMs: state === "exited" ? seenAtMs - 1_000 : undefined,
        exitCode: Number(exitCode),
        oomKilled: false,
        startError: "",
        pid: state === "running" ? 42 : 0,
        image: seenImage,
        imageId: "sha256:1",
        tty: false,
        terminationMessagePolicy: "File",
        ...more,
      };
    });
  all.sort(newestFirst);
  return {
    sandboxes: all.filter(({ type }) => type === "podsandbox"),
    containers: all.filter(({ type }) => type === "container"),
  };
}
