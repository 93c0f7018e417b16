// What probes decide by: thresholds, pace, ports, targets, words.
import type { IncomingHttpHeaders } from "node:http2";
import { describe, expect, test } from "vitest";
import type { Container, Probe } from "../../../src/kinds/facts/types.gen.ts";
import type { Random } from "../../../src/platform/random.ts";
import { resolvePort } from "./container-port.ts";
import { dialFailure, goDuration, hostPort } from "./go-net.ts";
import { judge } from "./grpc-probe.ts";
import { healthRequest, healthStatus } from "./health-message.ts";
import { httpTarget, urlText } from "./http-target.ts";
import { paceOf } from "./pace.ts";
import { extended, isBelieved, type Outcome, type Streak } from "./streak.ts";

const container: Container = {
  name: "app",
  ports: [
    { name: "web", containerPort: 8080 },
    { name: "80", containerPort: 9090 },
  ],
};

describe("results in a row", () => {
  const believedAt = (outcomes: string, probe: Probe) => {
    let streak: Streak | undefined;
    return [...outcomes].map((one) => {
      const outcome: Outcome = one === "+" ? "success" : "failure";
      streak = extended(streak, outcome);
      return isBelieved(streak, probe) ? outcome[0] : ".";
    });
  };

  test.each([
    ["--+---", {}, "..s..f"],
    ["-----", {}, "..fff"],
    ["+-+-", {}, "s.s."],
    ["--", { failureThreshold: 1 }, "ff"],
    ["++-+++", { successThreshold: 3 }, ".....s"],
    ["--+--", { failureThreshold: 2, successThreshold: 2 }, ".f..f"],
  ])("%s with %j", (outcomes, probe, believed) => {
    expect(believedAt(outcomes, probe).join("")).toBe(believed);
  });
});

describe("pace", () => {
  /** A quarter of whatever is drawn. */
  const random = { integer: (limit: number) => Math.floor(limit / 4) } as Random;
  const http: Probe = { periodSeconds: 10, httpGet: { port: 80 } };
  const pace = (kind: "startup" | "liveness" | "readiness", probe: Probe, takenUp = false) =>
    paceOf({ kind, probe, takenUp, random });

  test("a container that comes up is looked at often, within its first period", () => {
    expect(pace("readiness", http)).toEqual({
      eagerMs: [0, 250, 750, 1750, 3750, 7750],
      firstMs: 10_000,
      periodMs: 10_000,
    });
    expect(pace("startup", { ...http, periodSeconds: 1 }).eagerMs).toEqual([0, 250, 750]);
  });

  test("less often when that takes a command, and not all nodes' at the same moment", () => {
    expect(pace("readiness", { exec: { command: ["true"] } })).toEqual({
      eagerMs: [375, 2375, 6375],
      firstMs: 10_000,
      periodMs: 10_000,
    });
  });

  test("a liveness probe never hurries, nor does one of a container that was up already", () => {
    const unhurried = { eagerMs: [], firstMs: 2500, periodMs: 10_000 };
    expect(pace("liveness", http)).toEqual(unhurried);
    expect(pace("readiness", http, true)).toEqual(unhurried);
  });
});

describe("ports", () => {
  test.each([
    [80, { type: "port", port: 80 }],
    ["web", { type: "port", port: 8080 }],
    ["8443", { type: "port", port: 8443 }],
    // A name comes first, whatever it looks like.
    ["80", { type: "port", port: 9090 }],
    [0, { type: "wrong", message: "invalid port number: 0" }],
    ["70000", { type: "wrong", message: "invalid port number: 70000" }],
    ["admin", { type: "wrong", message: 'strconv.Atoi: parsing "admin": invalid syntax' }],
  ])("%j", (port, resolved) => {
    expect(resolvePort(container, port)).toEqual(resolved);
  });
});

describe("what an httpGet asks for", () => {
  const target = (action: object) => {
    const outcome = httpTarget({ action: { port: 80, ...action }, container, podIP: "10.0.0.1", purpose: "probe" });
    if (outcome.type === "wrong") throw new Error(outcome.message);
    return outcome.target;
  };

  test.each([
    [{}, "http://10.0.0.1:80/"],
    [{ path: "/healthz?full=1#part" }, "http://10.0.0.1:80/healthz?full=1"],
    [{ path: "healthz" }, "http://10.0.0.1:80/healthz"],
    [{ path: "?a=b" }, "http://10.0.0.1:80/?a=b"],
    [{ path: "http://elsewhere/x" }, "http://10.0.0.1:80/x"],
    [{ path: "/a b/%2F/é" }, "http://10.0.0.1:80/a%20b/%2F/%C3%A9"],
    [{ scheme: "HTTPS", host: "fd00::1", port: "web" }, "https://[fd00::1]:8080/"],
  ])("%j", (action, url) => {
    expect(urlText(target(action))).toBe(url);
  });

  test("headers: its own beside those of a kubelet, which it may replace or drop", () => {
    expect(target({}).headers).toEqual({ "user-agent": ["kube-probe/1.36"], accept: ["*/*"] });
    const httpHeaders = [
      { name: "X-Custom", value: "1" },
      { name: "x-custom", value: "2" },
      { name: "Accept", value: "" },
      { name: "User-Agent", value: "me" },
      { name: "Host", value: "example.com" },
    ];
    expect(target({ httpHeaders }).headers).toEqual({
      "x-custom": ["1", "2"],
      "user-agent": ["me"],
      host: ["example.com"],
    });
  });
});

describe("words", () => {
  test.each([
    [0, "0s"],
    [500, "500ms"],
    [1000, "1s"],
    [1500, "1.5s"],
    [90_000, "1m30s"],
    [3_600_000, "1h0m0s"],
  ])("%i ms", (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });

  test("failed connections", () => {
    const error = (code: string) => Object.assign(new Error("text"), { code });
    expect(dialFailure(error("ECONNREFUSED"), "10.0.0.1", 80)).toBe(
      "dial tcp 10.0.0.1:80: connect: connection refused",
    );
    expect(dialFailure(error("ECONNRESET"), "::1", 80)).toBe("read tcp [::1]:80: read: connection reset by peer");
    expect(dialFailure(error("ENOTFOUND"), "web", 80)).toBe("dial tcp: lookup web: no such host");
    expect(dialFailure(error("EODD"), "web", 80)).toBe("text");
    expect(hostPort("fd00::1", 1)).toBe("[fd00::1]:1");
  });
});

describe("gRPC's health protocol", () => {
  test("a request: nothing for the server as a whole, a name for one service", () => {
    expect(healthRequest("").toString("hex")).toBe("0000000000");
    expect(healthRequest("web").toString("hex")).toBe("00000000050a03776562");
    expect(healthRequest("x".repeat(200)).subarray(0, 8).toString("hex")).toBe("00000000cb0ac801");
  });

  test.each([
    ["0000000000", "UNKNOWN"],
    ["00000000020801", "SERVING"],
    ["00000000020802", "NOT_SERVING"],
    ["00000000020803", "SERVICE_UNKNOWN"],
    ["00000000020809", "9"],
    // Fields that nobody knows yet come before it.
    ["00000000091203616263180508" + "01", "SERVING"],
    ["0000000005", "UNKNOWN"],
    ["00", undefined],
    ["01000000020801", undefined],
    ["000000000207ff", undefined],
  ])("an answer %s", (hex, status) => {
    expect(healthStatus(Buffer.from(hex, "hex"))).toBe(status);
  });

  test.each([
    [{ ":status": 200, "grpc-status": "0" }, "00000000020801", { type: "success" }],
    [
      { ":status": 200, "grpc-status": "0" },
      "00000000020802",
      { type: "failure", output: 'service unhealthy (responded with "NOT_SERVING")' },
    ],
    [
      { ":status": 200, "grpc-status": "12", "grpc-message": "unknown service" },
      "",
      {
        type: "failure",
        output:
          "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service",
      },
    ],
    [
      { ":status": 200, "grpc-status": "5", "grpc-message": "un%20known" },
      "",
      { type: "failure", output: "error: health rpc probe failed: rpc error: code = NotFound desc = un known" },
    ],
    [
      { ":status": 503 },
      "",
      { type: "failure", output: "error: health rpc probe failed: rpc error: code = Unavailable desc = " },
    ],
    [
      { ":status": 200, "grpc-status": "0" },
      "",
      {
        type: "failure",
        output:
          "error: health rpc probe failed: rpc error: code = Internal desc = the answer is no HealthCheckResponse",
      },
    ],
  ])("%j and %s", (headers, hex, result) => {
    expect(judge(headers as unknown as IncomingHttpHeaders, Buffer.from(hex, "hex"))).toEqual(result);
  });
});
