// Small rules of the streams: which container, which log, which size, which streams belong together.
import { describe, expect, test } from "vitest";
import { terminalSizeOf } from "./command-input.ts";
import { exitStatus } from "./command-output.ts";
import { chooseLog } from "./find-container.ts";
import { roleOf, StreamPairs } from "./port-forward/pair-streams.ts";
import { tlsOptions } from "./tls-options.ts";

describe("chooseLog", () => {
  const attempts = (...states: ("running" | "exited" | "created")[]) => states.map((State, at) => ({ State, at }));
  const chosen = (states: ReturnType<typeof attempts>, previous: boolean, waiting?: string) =>
    chooseLog(states, { previous, waiting })?.at;

  test.each<[string, Parameters<typeof attempts>, string | undefined, number | undefined, number | undefined]>([
    ["one that runs", ["running"], undefined, 0, undefined],
    ["restarted once", ["running", "exited"], undefined, 0, 1],
    ["over, never restarted", ["exited"], undefined, 0, undefined],
    ["over, after a restart", ["exited", "exited"], undefined, 0, 1],
    ["waiting to be restarted", ["exited"], "CrashLoopBackOff", 0, 0],
    ["waiting, with more dead ones", ["exited", "exited"], "CrashLoopBackOff", 0, 0],
    ["made but never started", ["created"], "CreateContainerError", undefined, undefined],
    ["the next is made, the last is dead", ["created", "exited"], undefined, 1, undefined],
    ["nothing", [], undefined, undefined, undefined],
  ])("%s", (_name, states, waiting, current, previous) => {
    expect([chosen(attempts(...states), false, waiting), chosen(attempts(...states), true, waiting)]).toEqual([
      current,
      previous,
    ]);
  });
});

test.each([
  ['{"Width":80,"Height":24}', { columns: 80, rows: 24 }],
  ['{"Width":80,"Height":24}\n{"Width":100,"Height":30}\n', { columns: 100, rows: 30 }],
  ['{"Width":0,"Height":24}', undefined],
  ['{"Width":1e9,"Height":24}', undefined],
  ['{"Width":"80","Height":24}', undefined],
  ["null", undefined],
  ["", undefined],
])("terminal size %j", (json, size) => {
  expect(terminalSizeOf(json)).toEqual(size);
});

test("an exit code is told as kubectl reads it", () => {
  expect(exitStatus(0)).toEqual({ metadata: {}, status: "Success" });
  expect(exitStatus(137)).toEqual({
    metadata: {},
    status: "Failure",
    message: "command terminated with non-zero exit code: command terminated with exit code 137",
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: "137" }] },
  });
});

describe("pairs of port-forward streams", () => {
  const headers = (fields: Record<string, string>) => new Map(Object.entries(fields));

  test("by request id, or for old clients by their numbers", () => {
    expect(roleOf(9, headers({ streamtype: "data", port: "80", requestid: "4" }))).toEqual({
      type: "data",
      request: "4",
      port: 80,
    });
    expect(roleOf(5, headers({ streamtype: "error", port: "80" }))).toEqual({ type: "error", request: "5", port: 80 });
    expect(roleOf(7, headers({ streamtype: "data", port: "80" }))).toEqual({ type: "data", request: "5", port: 80 });
  });

  test.each([
    [{ streamtype: "data" }, '"" is no port'],
    [{ streamtype: "data", port: "0" }, '"0" is no port'],
    [{ streamtype: "data", port: "65536" }, '"65536" is no port'],
    [{ streamtype: "data", port: "-1" }, '"-1" is no port'],
    [{ port: "80" }, 'invalid stream type ""'],
    [{ streamtype: "stdin", port: "80" }, 'invalid stream type "stdin"'],
  ])("%j is refused: %s", (fields, reason) => {
    expect(roleOf(1, headers(fields as Record<string, string>))).toEqual({ type: "refused", reason });
  });

  test("complete in either order, not twice, and not for ever", () => {
    const pairs = new StreamPairs<string>();
    const role = (type: "data" | "error", request: string) => ({ type, request, port: 80 });
    expect(pairs.add(role("data", "1"), "d1")).toBeUndefined();
    expect(pairs.add(role("data", "1"), "again")).toBe("doubled");
    expect(pairs.add(role("error", "2"), "e2")).toBeUndefined();
    expect(pairs.add(role("error", "1"), "e1")).toEqual({ port: 80, data: "d1", error: "e1" });
    expect(pairs.drop("1")).toBeUndefined();
    expect(pairs.drop("2")).toBe("e2");
    expect(pairs.add(role("data", "2"), "d2")).toBeUndefined();
  });
});

test("proxy takes any certificate, a named server only its own", () => {
  const address = { type: "address", host: "10.0.0.1", port: 443 } as const;
  expect(tlsOptions({ ...address, scheme: "http" })).toEqual({});
  expect(tlsOptions({ ...address, scheme: "https" })).toEqual({ rejectUnauthorized: false });
  expect(tlsOptions({ ...address, scheme: "https", tls: { serverName: "a.b.svc", authorities: "PEM" } })).toEqual({
    servername: "a.b.svc",
    ca: "PEM",
  });
});

test("a server's address is not named in the handshake", () => {
  const address = { type: "address", scheme: "https", host: "10.0.0.1", port: 443 } as const;
  const options = tlsOptions({ ...address, tls: { serverName: "10.0.0.1", authorities: "PEM" } });
  expect(options).toEqual({ ca: "PEM" });
});

test("a server is shown the certificate that came for it", () => {
  const client = { certificate: "CERT", key: "KEY" };
  const address = { type: "address", scheme: "https", host: "10.0.0.1", port: 443, client } as const;
  expect(tlsOptions(address)).toEqual({ cert: "CERT", key: "KEY", rejectUnauthorized: false });
  expect(tlsOptions({ ...address, tls: { serverName: "a.b.svc", authorities: "PEM" } })).toMatchObject({
    cert: "CERT",
  });
});
