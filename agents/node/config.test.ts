import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AgentConfig, agentIdOf, parseConfig } from "./config.ts";

function config(...args: string[]): AgentConfig {
  const parsed = parseConfig(args);
  if (parsed.type === "wrong") throw new Error(parsed.messages.join("; "));
  return parsed.config;
}

describe("flags", () => {
  test("server and token are enough", () => {
    const parsed = config("--server", "https://skerry.example/clusters/blue", "--token", "t");
    expect(parsed).toMatchObject({
      clusterId: "blue",
      dockerSocket: "/var/run/docker.sock",
      dataDir: "/var/lib/skerry",
      clusterDns: "10.96.0.10",
      podsMax: 110,
      podCidr: undefined,
    });
    expect(parsed.token()).toBe("t");
    expect(parsed.nodeIP).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  test("a token in a file is read again each time", async () => {
    const folder = await mkdtemp(join(tmpdir(), "skerry-config-"));
    const file = join(folder, "token");
    writeFileSync(file, "one\n");
    const { token } = config("--server", "https://a.example", "--token-file", file);
    expect(token()).toBe("one");
    writeFileSync(file, "two\n");
    expect(token()).toBe("two");
    await rm(folder, { recursive: true });
  });

  test.each([
    [["--token", "t"], "--server"],
    [["--server", "ftp://a", "--token", "t"], "--server"],
    [["--server", "https://a.example"], "one of --token and --token-file"],
    [["--server", "https://a.example", "--token", "t", "--max-pods", "many"], "--max-pods"],
    [["--server", "https://a.example", "--token", "t", "--node-ip", "here"], "--node-ip"],
    [["--server", "https://a.example", "--token", "t", "--node-labels", "a"], "--node-labels"],
    [["--server", "https://a.example", "--token", "t", "--cgroup-root", "a/../b"], "--cgroup-root"],
    [["--sever", "https://a.example"], "--sever"],
  ])("%j is wrong: %s", (args, message) => {
    const parsed = parseConfig(args);
    expect(parsed).toMatchObject({ type: "wrong", messages: [expect.stringContaining(message)] });
  });

  test("an agent is known by its data", () => {
    expect(agentIdOf("/var/lib/skerry")).toBe(agentIdOf("/var/lib/skerry"));
    expect(agentIdOf("/var/lib/skerry")).not.toBe(agentIdOf("/tmp/other"));
  });
});
