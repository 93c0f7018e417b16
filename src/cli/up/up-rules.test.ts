// The pure parts of a start.
import { describe, expect, test } from "vitest";
import { hostAndPort, localServerUrl } from "./addresses.ts";
import { type AgentSituation, agentObstacle } from "./agent-obstacle.ts";
import { dockerSocket } from "./docker-engine.ts";
import { nodeNameOf } from "./node-name.ts";
import { upOptions } from "./options.ts";
import { readyBlock } from "./ready-block.ts";
import { meaningOf } from "./stop-wish.ts";

const given = { port: "6443", listen: "127.0.0.1", dataDir: ".skerry", agent: true };

describe("options", () => {
  test("are read, and paths taken from where the person is", () => {
    expect(upOptions({ ...given, kubeconfig: "kc", dataDir: "/var/lib/skerry" }, "/home/me")).toEqual({
      port: 6443,
      listen: "127.0.0.1",
      dataDir: "/var/lib/skerry",
      kubeconfig: "/home/me/kc",
      agent: true,
    });
  });

  test.each(["0", "65536", "x", "1.5", "-1"])("refuse the port %s", (port) => {
    expect(() => upOptions({ ...given, port }, "/")).toThrow("port");
  });

  test.each(["", "a b", "-a", "host:80", 'x", y'])("refuse to listen on %j", (listen) => {
    expect(() => upOptions({ ...given, listen }, "/")).toThrow("--listen must be an address or a host name");
  });
});

test.each([
  ["127.0.0.1", "https://127.0.0.1:6443"],
  ["0.0.0.0", "https://127.0.0.1:6443"],
  ["::", "https://[::1]:6443"],
  ["fd00::1", "https://[fd00::1]:6443"],
  ["host.example", "https://host.example:6443"],
])("a server that listens on %s is found at %s", (listen, url) => {
  expect(localServerUrl(listen, 6443)).toBe(url);
});

test("an IPv6 address is told from its port by brackets", () => {
  expect(hostAndPort("::1", 80)).toBe("[::1]:80");
});

describe("what keeps a host from running pods", () => {
  const able: AgentSituation = {
    wanted: true,
    platform: "linux",
    uid: 0,
    dockerSocket: "/run/docker.sock",
    dockerListens: true,
  };

  test("nothing", () => {
    expect(agentObstacle(able)).toEqual({ type: "none" });
  });

  test("nobody wants to: no advice", () => {
    expect(agentObstacle({ ...able, wanted: false })).toEqual({
      type: "final",
      brief: "none (--no-agent)",
      advice: undefined,
    });
  });

  test.each([
    [{ platform: "darwin" }, "final", "Linux"],
    [{ dockerListens: false }, "passing", "apt-get install docker.io"],
    [{ uid: 1000 }, "final", "sudo"],
  ] as const)("%j is said in one line", (change, type, words) => {
    const obstacle = agentObstacle({ ...able, ...change });
    expect(obstacle.type).toBe(type);
    const advice = obstacle.type === "none" ? "" : obstacle.advice;
    expect(advice).toContain(words);
    expect(advice).not.toContain("\n");
  });
});

test.each([
  ["Host_1.Example", "host-1.example"],
  ["--x--", "x"],
  ["___", "node"],
  ["web", "web"],
])("the host %s is the node %s", (hostname, node) => {
  expect(nodeNameOf(hostname)).toBe(node);
});

test("Docker's socket is where DOCKER_HOST says, and only on this host", () => {
  expect(dockerSocket({})).toBe("/var/run/docker.sock");
  expect(dockerSocket({ DOCKER_HOST: "unix:///tmp/d.sock" })).toBe("/tmp/d.sock");
  expect(() => dockerSocket({ DOCKER_HOST: "tcp://10.0.0.1:2375" })).toThrow("unix:///PATH");
});

test("the block names server, kubeconfig, node and a command", () => {
  const block = readyBlock({ server: "https://h:1", kubeconfig: "/k", node: "n", command: "npx skerry kubectl" });
  expect(block).toBe(
    [
      "Skerry is ready",
      "  server      https://h:1",
      "  kubeconfig  /k",
      "  node        n",
      "  try         npx skerry kubectl",
      "",
    ].join("\n"),
  );
});

test("the second Ctrl-C ends at once, unless it is the first one that came by two ways", () => {
  expect(meaningOf(undefined, 5_000)).toBe("stop");
  expect(meaningOf(5_000, 5_010)).toBe("echo");
  expect(meaningOf(5_000, 6_500)).toBe("insist");
});
