// Health endpoints: what is checked, and how it is told.
import { describe, expect, test } from "vitest";
import { answerCheck, answerHealth, healthChecks, healthPath } from "./health.ts";

const ok = async () => {};
const broken = async () => {
  throw new Error("no answer");
};

async function told(endpoint: "healthz" | "livez" | "readyz", query: string, reach = ok): Promise<[number, string]> {
  const checks = healthChecks(endpoint, reach);
  const response = await answerHealth({ endpoint, check: "" }, checks, new URLSearchParams(query));
  return [response.status, await response.text()];
}

describe("health", () => {
  test("paths", () => {
    expect(healthPath("/readyz")).toEqual({ endpoint: "readyz", check: "" });
    expect(healthPath("/readyz/")).toEqual({ endpoint: "readyz", check: "" });
    expect(healthPath("/livez/ping")).toEqual({ endpoint: "livez", check: "ping" });
    expect(healthPath("/readyzz")).toBeUndefined();
    expect(healthPath("/api/v1/livez")).toBeUndefined();
  });

  test("verbose names each check, and readiness alone asks the cluster", async () => {
    expect(await told("livez", "")).toEqual([200, "ok"]);
    expect(await told("livez", "verbose")).toEqual([200, "[+]ping ok\nlivez check passed\n"]);
    expect(await told("readyz", "verbose=1")).toEqual([200, "[+]ping ok\n[+]etcd ok\nreadyz check passed\n"]);
    expect(await told("healthz", "", broken)).toEqual([200, "ok"]);
  });

  test("a failure is always verbose and never says why", async () => {
    const text = "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n";
    expect(await told("readyz", "", broken)).toEqual([500, text]);
  });

  test("checks can be excluded, and what cannot is named", async () => {
    const [code, text] = await told("readyz", "exclude=etcd&exclude=nosuch&verbose", broken);
    expect([code, text]).toEqual([
      200,
      '[+]ping ok\n[+]etcd excluded: ok\nwarn: some health checks cannot be excluded: no matches for "nosuch"\nreadyz check passed\n',
    ]);
  });

  test("a single check tells its reason; an unknown one is not there", async () => {
    const checks = healthChecks("readyz", broken);
    const failed = await answerCheck({ endpoint: "readyz", check: "etcd" }, checks);
    expect([failed?.status, await failed?.text()]).toEqual([500, "internal server error: no answer\n"]);
    expect(await (await answerCheck({ endpoint: "readyz", check: "ping" }, checks))?.text()).toBe("ok");
    expect(await answerCheck({ endpoint: "readyz", check: "nosuch" }, checks)).toBeUndefined();
  });
});
