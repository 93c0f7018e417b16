// Pods that reach each other, their node, and host ports.
import { tool } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { asker, nodeAddress, server, untilAnswer } from "./harness/services.ts";

const title = "[sig-network] Networking Granular Checks: Pods should function for";

/** Through the first pod to another, as upstream's dialling pod does. */
function dialled(protocol: string, host: string, port: number): string {
  const path = protocol === "udp" ? "hostname" : "/hostname";
  return `http://localhost:8080/dial?protocol=${protocol}&host=${host}&port=${port}&path=${path}`;
}

for (const [protocol, port] of [
  ["http", 8080],
  ["udp", 8081],
] as const) {
  podConformance(`${title} intra-pod communication: ${protocol} [NodeConformance] [Conformance]`, async (where) => {
    const [one, two] = await Promise.all([server(where, "pod1"), server(where, "pod2"), asker(where)]);
    await untilAnswer(where, "asker", dialled(protocol, one["status"].podIP, port), ["pod1"]);
    await untilAnswer(where, "asker", dialled(protocol, two["status"].podIP, port), ["pod2"]);
  });

  podConformance(
    `${title} node-pod communication: ${protocol} [LinuxOnly] [NodeConformance] [Conformance]`,
    async (where) => {
      const { status } = await server(where, "pod1");
      // On the node's own network.
      const own = protocol === "udp" ? 18095 : 18096;
      await asker(where, own, { hostNetwork: true });
      const url = dialled(protocol, status.podIP, port).replace("localhost:8080", `localhost:${own}`);
      await untilAnswer(where, "asker", url, ["pod1"]);
    },
  );
}

podConformance(
  "[sig-network] HostPort validates that there is no conflict between pods with same hostPort but different hostIP and protocol [LinuxOnly] [Conformance]",
  async (where) => {
    const { api, pods } = where;
    const address = await nodeAddress(api);
    const hostPort = 54323;
    const run = (name: string, port: object) => {
      const container = tool(["serve", "8080", "udp:8080"], { ports: [{ containerPort: 8080, hostPort, ...port }] });
      return pods.run({ name, spec: { containers: [container] } });
    };
    await run("pod1", { hostIP: "127.0.0.1", protocol: "TCP" });
    await run("pod2", { hostIP: address, protocol: "TCP" });
    await run("pod3", { hostIP: address, protocol: "UDP" });
    await asker(where, 18097, { hostNetwork: true });
    await untilAnswer(where, "asker", `http://127.0.0.1:${hostPort}/hostname`, ["pod1"]);
    await untilAnswer(where, "asker", `http://${address}:${hostPort}/hostname`, ["pod2"]);
    const byUdp = dialled("udp", address, hostPort).replace("localhost:8080", "localhost:18097");
    await untilAnswer(where, "asker", byUdp, ["pod3"]);
  },
);
