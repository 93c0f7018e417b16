// How clients speak: every dialect's translations, and what is refused before there is a connection.
import { describe, expect, test } from "vitest";
import { StatusError } from "../../apimachinery/status-error.ts";
import type { ExecHeader } from "../headers.ts";
import { decodeChannel, encodeChannel } from "./channel-codec.ts";
import { flag, streamsOf } from "./command.ts";
import { commandDialect } from "./command-dialect.ts";
import { logDialect } from "./log-dialect.ts";
import { logOptionsOf } from "./log-options.ts";
import { chooseSubprotocol, requireWebSocket } from "./negotiate.ts";
import { portsDialect, portsOf, tunnelDialect } from "./port-dialects.ts";
import { recordDialect } from "./proxied-web-socket.ts";
import { readSessionRequest, startSession } from "./session.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const all = { stdin: true, stdout: true, stderr: true, tty: true };
const success = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success" } as const;
const failure = { ...success, status: "Failure", message: "no such thing" } as const;

function statusOf(act: () => unknown): { code: number; message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof StatusError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("exec and attach", () => {
  test("the greeting is an empty message on the lowest channel that the client reads", () => {
    const greeting = (streams: typeof all) => commandDialect("v5.channel.k8s.io", streams).greetings;
    expect(greeting(all)).toEqual([new Uint8Array([1])]);
    expect(greeting({ ...all, stdout: false })).toEqual([new Uint8Array([2])]);
    expect(greeting({ ...all, stdout: false, stderr: false })).toEqual([new Uint8Array([3])]);
    expect(commandDialect("v4.base64.channel.k8s.io", all).greetings).toEqual(["1"]);
  });

  test("input and sizes pass if they were asked for, everything else is skipped", () => {
    const dialect = commandDialect("v5.channel.k8s.io", all);
    expect(dialect.fromClient(new Uint8Array([0, 65]))).toEqual({ type: "data", channel: 0, bytes: bytes("A") });
    expect(dialect.fromClient(new Uint8Array([4, 65]))).toMatchObject({ channel: 4 });
    for (const message of [[1, 65], [2, 65], [3, 65], [9, 65], []]) {
      expect(dialect.fromClient(new Uint8Array(message))).toEqual({ type: "nothing" });
    }
    const deaf = commandDialect("v5.channel.k8s.io", { ...all, stdin: false, tty: false });
    expect(deaf.fromClient(new Uint8Array([0, 65]))).toEqual({ type: "nothing" });
    expect(deaf.fromClient(new Uint8Array([4, 65]))).toEqual({ type: "nothing" });
    expect(deaf.fromClient(new Uint8Array([255, 0]))).toEqual({ type: "nothing" });
  });

  test("v5 ends a channel, and only v5", () => {
    const dialect = commandDialect("v5.channel.k8s.io", all);
    expect(dialect.fromClient(new Uint8Array([255, 0]))).toEqual({ type: "end", channel: 0 });
    expect(dialect.fromClient(new Uint8Array([255, 1]))).toEqual({ type: "nothing" });
    for (const message of [[255], [255, 0, 0], [255, 9]]) {
      expect(dialect.fromClient(new Uint8Array(message)).type).toBe("violation");
    }
    expect(commandDialect("v4.channel.k8s.io", all).fromClient(new Uint8Array([255, 0]))).toEqual({ type: "nothing" });
  });

  test("a Status is JSON from v4 on, before that its message, and nothing for success", () => {
    const v4 = commandDialect("v4.channel.k8s.io", all);
    expect(v4.toClient(3, bytes(JSON.stringify(success)))).toEqual([
      { type: "message", message: encodeChannel("binary", 3, bytes(JSON.stringify(success))) },
    ]);
    expect(v4.failure(failure)).toEqual(encodeChannel("binary", 3, bytes(JSON.stringify(failure))));
    for (const name of ["channel.k8s.io", ""] as const) {
      const old = commandDialect(name, all);
      expect(old.toClient(3, bytes(JSON.stringify(success)))).toEqual([]);
      expect(old.failure(failure)).toEqual(encodeChannel("binary", 3, bytes("no such thing")));
    }
  });

  test("base64: channel as a digit, bytes as text; what is no base64 is skipped", () => {
    expect(encodeChannel("base64", 1, bytes("out"))).toBe("1b3V0");
    expect(decodeChannel("base64", "0aW4=")).toEqual({ type: "data", channel: 0, bytes: bytes("in") });
    expect(decodeChannel("base64", bytes("0aW4="))).toEqual({ type: "data", channel: 0, bytes: bytes("in") });
    expect(decodeChannel("base64", "0%%%")).toEqual({ type: "nothing" });
    expect(decodeChannel("base64", "&aW4=")).toEqual({ type: "nothing" });
    const large = new Uint8Array(300_000).fill(200);
    expect(decodeChannel("base64", encodeChannel("base64", 2, large))).toEqual({
      type: "data",
      channel: 2,
      bytes: large,
    });
  });

  test("the query's flags, and that a terminal has one output", () => {
    const query = new URLSearchParams("stdin=1&stdout=TRUE&stderr=true&tty=&other=false&zero=0");
    expect(streamsOf(query)).toEqual({ stdin: true, stdout: true, stderr: false, tty: true });
    expect([flag(query, "other"), flag(query, "zero"), flag(query, "missing")]).toEqual([false, false, false]);
    expect(statusOf(() => streamsOf(new URLSearchParams("stdin=false")))).toEqual({
      code: 400,
      message: "you must specify at least 1 of stdin, stdout, stderr",
    });
  });
});

describe("other dialects", () => {
  test("SPDY bytes pass both ways, text does not", () => {
    expect(tunnelDialect.fromClient(bytes("x"))).toEqual({ type: "data", channel: 0, bytes: bytes("x") });
    expect(tunnelDialect.fromClient("x").type).toBe("violation");
    expect(tunnelDialect.toClient(0, bytes("y"))).toEqual([{ type: "message", message: bytes("y") }]);
  });

  test("ports: data channels are read, error channels only written", () => {
    const dialect = portsDialect("v4.channel.k8s.io", 2);
    expect(dialect.fromClient(new Uint8Array([2, 65]))).toMatchObject({ type: "data", channel: 2 });
    for (const channel of [1, 3, 4]) {
      expect(dialect.fromClient(new Uint8Array([channel, 65]))).toEqual({ type: "nothing" });
    }
    expect(dialect.toClient(3, bytes("no"))).toEqual([{ type: "message", message: new Uint8Array([3, 110, 111]) }]);
  });

  test.each([
    ["ports=80&ports=443,8080", [80, 443, 8080]],
    ["", 'query parameter "ports" is required'],
    ["ports=", 'query parameter "ports" cannot be empty'],
    ["ports=http", 'unable to parse "http" as a port'],
    ["ports=65536", 'unable to parse "65536" as a port'],
    ["ports=0", 'port "0" must be > 0'],
  ])("portsOf %j", (query, expected) => {
    const parse = () => portsOf(new URLSearchParams(query));
    if (Array.isArray(expected)) expect(parse()).toEqual(expected);
    else expect(statusOf(parse)).toEqual({ code: 400, message: expected });
  });

  test("logs go one way", () => {
    expect(logDialect("binary.k8s.io").fromClient("anything")).toEqual({ type: "nothing" });
    expect(logDialect("base64.binary.k8s.io").toClient(0, bytes("line\n"))).toEqual([
      { type: "message", message: "bGluZQo=" },
    ]);
  });

  test("WebSocket messages are put together again, whatever cut them", () => {
    const [client, server] = [recordDialect(""), recordDialect("")];
    const inputs = [
      client.fromClient("text ✓"),
      client.fromClient(new Uint8Array([1, 2])),
      client.fromClose?.(4000, "bye"),
    ];
    const wire = Buffer.concat(inputs.map((input) => (input?.type === "data" ? input.bytes : new Uint8Array())));
    const outputs = [...wire].flatMap((byte) => server.toClient(0, new Uint8Array([byte])));
    expect(outputs).toEqual([
      { type: "message", message: "text ✓" },
      { type: "message", message: new Uint8Array([1, 2]) },
      { type: "close", code: 4000, reason: "bye" },
    ]);
    expect(recordDialect("").toClient(0, new Uint8Array([9, 0, 0, 0, 0]))).toMatchObject([
      { type: "close", code: 1002 },
    ]);
  });
});

describe("negotiation", () => {
  const request = (headers: Record<string, string>) => new Request("http://server/exec", { headers });

  test("SPDY is refused by name, and so is what is no upgrade", () => {
    expect(statusOf(() => requireWebSocket(request({ Upgrade: "SPDY/3.1" })))).toMatchObject({
      code: 400,
      message: expect.stringContaining("SPDY connections are not supported, use WebSockets"),
    });
    expect(statusOf(() => requireWebSocket(request({})))).toEqual({ code: 400, message: "Upgrade request required" });
    expect(requireWebSocket(request({ Upgrade: "WebSocket" }))).toBeUndefined();
  });

  test("the client's first choice wins; without one, the empty protocol if it is spoken", () => {
    const ask = (list: string) => request(list === "" ? {} : { "Sec-WebSocket-Protocol": list });
    expect(chooseSubprotocol(ask("x, b, a"), ["a", "b"])).toBe("b");
    expect(chooseSubprotocol(ask(""), ["a", ""])).toBe("");
    expect(statusOf(() => chooseSubprotocol(ask("x,y"), ["a", "b"]))).toEqual({
      code: 400,
      message: "requested protocol(s) are not supported: [x y]; supports [a b]",
    });
  });

  test("a session survives its way to its object, whatever is in it", async () => {
    const header: ExecHeader = {
      kind: "exec",
      pod: { namespace: "ns", name: "pod", uid: "u" },
      container: "c",
      command: ["echo", 'hé ✓ 𝄞 "quoted"\r\n\u0000'],
      ...all,
    };
    const dialect = { type: "command", subprotocol: "v5.channel.k8s.io", streams: all } as const;
    let seen: Request | undefined;
    const host = {
      sessions: () => ({
        async fetch(request: Request) {
          seen = request;
          return new Response("there");
        },
      }),
    };
    const link = { name: "clüster/node", fetch: async () => ({ status: 500, text: async () => "" }) };
    const answer = await startSession({ link, header, dialect, host: host as never });
    expect(await answer.text()).toBe("there");
    expect(readSessionRequest(seen as Request)).toEqual({ header, dialect, linkName: "clüster/node" });
  });
});

describe("PodLogOptions", () => {
  const parse = (query: string) => logOptionsOf(new URLSearchParams(query), "web");

  test("what is left out has its default", () => {
    expect(parse("")).toEqual({ follow: false, previous: false, timestamps: false, stream: "All" });
    expect(parse("follow=true&tailLines=0&limitBytes=5&sinceTime=2026-01-02T03:04:05.5%2B01:00")).toEqual({
      follow: true,
      previous: false,
      timestamps: false,
      stream: "All",
      tailLines: 0,
      limitBytes: 5,
      sinceTime: Date.parse("2026-01-02T02:04:05.500Z") / 1000,
    });
  });

  test.each([
    ["tailLines=-1", 422, "tailLines: Invalid value: -1: must be greater than or equal to 0"],
    ["limitBytes=0", 422, "limitBytes: Invalid value: 0: must be greater than 0"],
    ["sinceSeconds=0", 422, "sinceSeconds: Invalid value: 0: must be greater than 0"],
    [
      "sinceSeconds=1&sinceTime=2026-01-02T03:04:05Z",
      422,
      "at most one of `sinceTime` or `sinceSeconds` may be specified",
    ],
    ["stream=Both", 422, 'stream: Unsupported value: "Both": supported values: "All", "Stderr", "Stdout"'],
    ["stream=Stdout&tailLines=3", 422, "`tailLines` and specific `stream` are mutually exclusive for now"],
    ["tailLines=ten", 400, 'strconv.ParseInt: parsing "ten": invalid syntax'],
    ["sinceTime=yesterday", 400, 'parsing time "yesterday" as RFC 3339'],
    ["sinceTime=2026-13-02T03:04:05Z", 400, "parsing time"],
  ])("%s: %d %s", (query, code, message) => {
    expect(statusOf(() => parse(query))).toEqual({ code, message: expect.stringContaining(message) });
  });
});
