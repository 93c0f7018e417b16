// The writes that change a pod through a subresource, and how long a pod may take to end.
import { expect, test } from "vitest";
import { fieldErrorText } from "../../../apimachinery/field-error.ts";
import type { Pod, ResourceRequirements } from "../../facts/types.gen.ts";
import { validateEphemeralContainersUpdate, withEphemeralContainers } from "./ephemeral-containers.ts";
import { setPodDefaults } from "./pod-defaults.ts";
import { podGraceSeconds } from "./pod-strategy.ts";
import { validateResize, withResize } from "./resize.ts";

function podWith(resources: ResourceRequirements, ephemeral: readonly { name: string; image: string }[] = []): Pod {
  const pod: Pod = {
    metadata: { name: "p", namespace: "default" },
    spec: { containers: [{ name: "a", image: "i", resources }] },
    status: { qosClass: "Burstable" },
  };
  if (ephemeral.length > 0 && pod.spec !== undefined) pod.spec.ephemeralContainers = [...ephemeral];
  setPodDefaults(pod);
  return pod;
}

test("a resize takes the resources and nothing else", () => {
  const old = podWith({ requests: { cpu: "1" } });
  const update = podWith({ requests: { cpu: "2" } });
  if (update.spec?.containers[0] !== undefined) update.spec.containers[0].image = "other";
  const resized = withResize(old, update);
  expect(resized.spec?.containers[0]).toMatchObject({ image: "i", resources: { requests: { cpu: "2" } } });
  expect(old.spec?.containers[0]?.resources).toEqual({ requests: { cpu: "1" } });
  expect(validateResize(resized, old)).toEqual([]);
});

test("a resize keeps the class of the pod, and what isn't cpu or memory", () => {
  const old = podWith({ requests: { cpu: "1" } });
  const guaranteed = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };
  expect(validateResize(withResize(old, podWith(guaranteed)), old).map(fieldErrorText)).toEqual([
    'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
  ]);
  const stored = podWith({ requests: { cpu: "1", "ephemeral-storage": "1Gi" } });
  const update = podWith({ requests: { cpu: "1", "ephemeral-storage": "2Gi" } });
  expect(validateResize(withResize(stored, update), stored).map(fieldErrorText)).toEqual([
    "spec: Forbidden: only cpu and memory resources are mutable",
  ]);
  const bare = podWith({ limits: { cpu: "1" } });
  expect(validateResize(withResize(stored, bare), stored).map(fieldErrorText)).toContain(
    "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed",
  );
});

test("ephemeral containers join and stay", () => {
  const old = podWith({});
  const joined = withEphemeralContainers(old, podWith({}, [{ name: "debug", image: "busybox" }]));
  expect(joined.spec?.ephemeralContainers).toEqual([
    {
      name: "debug",
      image: "busybox",
      imagePullPolicy: "Always",
      terminationMessagePath: "/dev/termination-log",
      terminationMessagePolicy: "File",
    },
  ]);
  expect(validateEphemeralContainersUpdate(joined, old)).toEqual([]);
  expect(validateEphemeralContainersUpdate(old, joined).map(fieldErrorText)).toEqual([
    'spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed\n',
  ]);
  const changed = withEphemeralContainers(joined, podWith({}, [{ name: "debug", image: "other" }]));
  expect(validateEphemeralContainersUpdate(changed, joined).map(fieldErrorText)).toEqual([
    'spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be changed\n  image: "busybox" -> "other"',
  ]);
});

test("only a pod that may run on a node is waited for", () => {
  const running = { spec: { containers: [], nodeName: "n", terminationGracePeriodSeconds: 30 } };
  expect(podGraceSeconds(running, undefined)).toBe(30);
  expect(podGraceSeconds(running, 5)).toBe(5);
  expect(podGraceSeconds(running, 0)).toBe(0);
  expect(podGraceSeconds(running, -1)).toBe(1);
  expect(podGraceSeconds({ spec: { containers: [] } }, 30)).toBe(0);
  expect(podGraceSeconds({ ...running, status: { phase: "Failed" } }, 30)).toBe(0);
});
