// What a container runs, and what is told of it when it ends.
import { expect } from "vitest";
import { echoImage, shellImage } from "../../e2e/harness/images.ts";
import { once, pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { isReady } from "./harness/pods.ts";

podConformance(
  "[sig-node] Containers should use the image defaults if command and args are blank [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const { metadata } = await pods.run({ spec: { containers: [{ name: "main", image: echoImage }] } });
    expect(await pods.log(metadata.name)).toMatch(/^serving version 1 as/);
  },
);

podConformance(
  "[sig-node] Containers should be able to override the image's default arguments (container cmd) [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const container = { name: "main", image: echoImage, args: ["its", "arguments"] };
    const { metadata } = await pods.run({ spec: { containers: [container] } });
    const words = await pods.shell(metadata.name, "cat /proc/1/cmdline | tr '\\0' ' '");
    expect(words).toBe("/bin/sh /bin/serve its arguments ");
  },
);

podConformance(
  "[sig-node] Containers should be able to override the image's default command (container entrypoint) [NodeConformance] [Conformance]",
  async ({ pods }) => {
    // The image's own arguments (`sh`) are not given to another command.
    const container = { name: "main", image: shellImage, command: ["echo", "another"] };
    expect(await pods.output({ spec: once(container) })).toBe("another\n");
  },
);

podConformance(
  "[sig-node] Containers should be able to override the image's default command and arguments [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const container = { name: "main", image: echoImage, command: ["/bin/echo"], args: ["override", "arguments"] };
    expect(await pods.output({ spec: once(container) })).toBe("override arguments\n");
  },
);

podConformance(
  "[sig-node] Kubelet when scheduling a busybox command in a pod should print the output to logs [NodeConformance] [Conformance]",
  async ({ pods }) => {
    expect(await pods.output({ spec: once(script("echo 'Hello World' ; sleep 1")) })).toBe("Hello World\n");
  },
);

podConformance(
  "[sig-node] Kubelet when scheduling a busybox command that always fails in a pod should have an terminated reason [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const { metadata } = await pods.create({ spec: { containers: [script("exit 1")] } });
    const { status } = await pods.until(metadata.name, (pod) => pod.status.containerStatuses?.[0].restartCount > 0);
    const [{ lastState }] = status.containerStatuses;
    expect(lastState.terminated).toMatchObject({ reason: "Error", exitCode: 1 });
  },
);

podConformance(
  "[sig-node] Kubelet when scheduling a busybox command that always fails in a pod should be possible to delete [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const { metadata } = await pods.create({ spec: { containers: [script("exit 1")] } });
    await pods.until(metadata.name, (pod) => pod.status.containerStatuses?.[0].restartCount > 0);
    await pods.delete(metadata.name);
    await pods.gone(metadata.name);
  },
);

podConformance(
  "[sig-node] Kubelet when scheduling a read only busybox container should not write to root filesystem [LinuxOnly] [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const readOnly = { securityContext: { readOnlyRootFilesystem: true } };
    const text = await pods.output({ spec: once(script("echo test > /file 2>&1; cat /file 2>&1; true", readOnly)) });
    expect(text).toContain("Read-only file system");
    expect(text).not.toContain("test\n");
  },
);

podConformance(
  "[sig-node] Kubelet when scheduling an agnhost Pod with hostAliases should write entries to /etc/hosts [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const hostAliases = [{ ip: "123.45.67.89", hostnames: ["foo", "bar"] }];
    const text = await pods.output({ spec: once(script("cat /etc/hosts"), { hostAliases }) });
    expect(text).toMatch(/^123\.45\.67\.89\s+foo\s+bar$/m);
  },
);

podConformance(
  "[sig-node] KubeletManagedEtcHosts should test kubelet managed /etc/hosts file [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const managed = /^# Kubernetes-managed hosts file/;
    const own = { volumeMounts: [{ name: "own", mountPath: "/etc/hosts" }] };
    const volumes = [{ name: "own", hostPath: { path: "/etc/hosts", type: "File" } }];
    const containers = [pausing({ name: "managed" }), pausing({ name: "own", ...own })];
    const pod = (await pods.run({ spec: { containers, volumes } })).metadata.name;
    expect(await pods.shell(pod, "cat /etc/hosts", "managed")).toMatch(managed);
    expect(await pods.shell(pod, "cat /etc/hosts", "own")).not.toMatch(managed);
    const onHost = (await pods.run({ spec: { hostNetwork: true, containers, volumes } })).metadata.name;
    expect(await pods.shell(onHost, "cat /etc/hosts", "managed")).toMatch(/^# Kubernetes-managed hosts file \(host/);
    expect(await pods.shell(onHost, "cat /etc/hosts", "own")).not.toMatch(managed);
  },
);

podConformance(
  "[sig-node] Container Runtime blackbox test when starting a container that exits should run with the expected status [NodeConformance] [Conformance]",
  async ({ pods }) => {
    // Fails the first time, and is told by a file on a volume that it has been there.
    const volumes = [{ name: "seen", emptyDir: {} }];
    const volumeMounts = [{ name: "seen", mountPath: "/seen" }];
    const twice = script("if [ -f /seen/file ]; then exit 0; fi; touch /seen/file; exit 1", { volumeMounts });
    const expected = [
      { restartPolicy: "OnFailure", phase: "Succeeded", restartCount: 1, exitCode: 0 },
      { restartPolicy: "Never", phase: "Failed", restartCount: 0, exitCode: 1 },
    ];
    for (const { restartPolicy, phase, restartCount, exitCode } of expected) {
      const { metadata } = await pods.create({ spec: { restartPolicy, containers: [twice], volumes } });
      const { status } = await pods.ended(metadata.name);
      expect(status.phase).toBe(phase);
      const [container] = status.containerStatuses;
      expect(container).toMatchObject({ restartCount, ready: false, state: { terminated: { exitCode } } });
    }
    const always = script("if [ -f /seen/file ]; then sleep 36000; fi; touch /seen/file; exit 1", { volumeMounts });
    const { metadata } = await pods.create({ spec: { containers: [always], volumes } });
    const { status } = await pods.until(
      metadata.name,
      (pod) => pod.status.containerStatuses?.[0].restartCount === 1 && isReady(pod),
    );
    expect(status.phase).toBe("Running");
  },
);

interface Message {
  readonly name: string;
  readonly container: Readonly<Record<string, unknown>>;
  readonly phase: string;
  readonly message: string | undefined;
}

const fallback = { terminationMessagePolicy: "FallbackToLogsOnError" };

const messages: readonly Message[] = [
  {
    name: "if TerminationMessagePath is set as non-root user and at a non-default path",
    container: script("printf DONE > /dev/termination-custom-log", {
      terminationMessagePath: "/dev/termination-custom-log",
      securityContext: { runAsUser: 1000 },
    }),
    phase: "Succeeded",
    message: "DONE",
  },
  {
    name: "from log output if TerminationMessagePolicy FallbackToLogsOnError is set",
    container: script("printf DONE; exit 1", fallback),
    phase: "Failed",
    message: "DONE",
  },
  {
    name: "as empty when pod succeeds and TerminationMessagePolicy FallbackToLogsOnError is set",
    container: script("printf DONE", fallback),
    phase: "Succeeded",
    message: undefined,
  },
  {
    name: "from file when pod succeeds and TerminationMessagePolicy FallbackToLogsOnError is set",
    container: script("printf OK > /dev/termination-log; echo DONE", fallback),
    phase: "Succeeded",
    message: "OK",
  },
];

for (const { name, container, phase, message } of messages) {
  podConformance(
    `[sig-node] Container Runtime blackbox test on terminated container should report termination message ${name} [NodeConformance] [Conformance]`,
    async ({ pods }) => {
      const { metadata } = await pods.create({ spec: once(container) });
      const { status } = await pods.ended(metadata.name);
      expect(status.phase).toBe(phase);
      expect(status.containerStatuses[0].state.terminated.message).toBe(message);
    },
  );
}

podConformance(
  "[sig-node] Variable Expansion should allow substituting values in a container's command [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const container = {
      name: "main",
      image: shellImage,
      command: ["sh", "-c", 'TEST_VAR=wrong echo "$(TEST_VAR)"'],
      env: [{ name: "TEST_VAR", value: "test-value" }],
    };
    expect(await pods.output({ spec: once(container) })).toBe("test-value\n");
  },
);

podConformance(
  "[sig-node] Variable Expansion should allow substituting values in a container's args [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const container = {
      name: "main",
      image: shellImage,
      command: ["sh", "-c"],
      args: ['TEST_VAR=wrong echo "$(TEST_VAR)"'],
      env: [{ name: "TEST_VAR", value: "test-value" }],
    };
    expect(await pods.output({ spec: once(container) })).toBe("test-value\n");
  },
);
