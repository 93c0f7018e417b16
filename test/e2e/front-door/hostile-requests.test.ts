// Thousands of mutated requests to a live server: none is a 5xx, none takes long, and what was there stays.
import { readFileSync } from "node:fs";
import { Agent, request as start } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import type { Schema } from "../../../src/apimachinery/schema/schema.ts";
import { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { deepText, jsonText } from "../../fuzz/generate/json.ts";
import { spoiled } from "../../fuzz/generate/object.ts";
import { jsonPatchBetween, strategicPatch } from "../../fuzz/generate/patch.ts";
import { encodeProtobuf } from "../../fuzz/generate/protobuf.ts";
import { hostilePath, hostileQuery } from "../../fuzz/generate/request.ts";
import { type Sample, samples } from "../../fuzz/generate/samples.ts";
import { mutated, wellFormed } from "../../fuzz/generate/text.ts";
import { fileInstance } from "../harness/file-instance.ts";
import type { Instance } from "../harness/instance.ts";

const instance = fileInstance();

const requestCount = 4000;
const atOnce = 8;
/** A second is the promise; a machine that runs eight of these at once is given more. */
const answerMsMax = 5000;
const seed = Number(process.env["SKERRY_FUZZ_SEED"] ?? 1);

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** What Node's client would not send at all: blanks, control characters, anything beyond ASCII. */
function sendable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be sent
  return text.replace(/[\u0000-\u0020\u007f-\uffff]/g, (one) => encodeURIComponent(wellFormed(one)));
}

interface Form {
  readonly method: string;
  /** Names one object, not the collection. */
  readonly named: boolean;
  readonly types: readonly string[];
}

const objectTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "text/plain"];
const patchTypes = [
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/json-patch+json",
  "application/apply-patch+yaml",
];
const forms: readonly Form[] = [
  { method: "GET", named: true, types: [] },
  { method: "GET", named: false, types: [] },
  { method: "POST", named: false, types: objectTypes },
  { method: "POST", named: false, types: ["application/json"] },
  { method: "PUT", named: true, types: objectTypes },
  { method: "PATCH", named: true, types: patchTypes },
  { method: "PATCH", named: true, types: ["application/apply-patch+yaml"] },
  { method: "DELETE", named: true, types: ["application/json"] },
  { method: "HEAD", named: true, types: [] },
  { method: "OPTIONS", named: false, types: objectTypes },
];

/** Not those that change what happens to all others: a webhook that nobody answers is a 500 by right. */
const harmless = samples().filter(({ kind }) => kind.group !== "admissionregistration.k8s.io");

function someRequest(random: SeededRandom): Sent {
  const { kind, object } = random.pick(harmless);
  const { method, named, types } = random.pick(forms);
  const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const collection = `${root}${kind.scope === "Namespaced" ? "/namespaces/fuzzed" : ""}/${kind.plural}`;
  const name = (object["metadata"] as { name?: string } | undefined)?.name ?? "a";
  const path = random.chance(0.1) ? hostilePath(random) : named ? `${collection}/${name}` : collection;
  const type = types.length === 0 ? "" : random.pick(types);
  const query = random.chance(0.3)
    ? `?${hostileQuery(random)}`
    : type.includes("apply")
      ? "?fieldManager=a&force=true"
      : "";
  // A watch goes on, which is no fault; those of others are tested elsewhere.
  const target = sendable(path + query).replace(/watch/gi, "list");
  const headers = { ...(type === "" ? {} : { "content-type": type }), accept: random.pick(accepts) };
  const body =
    type === "" ? undefined : bodyOf(random, type, sentValue(random, type, { object, kind }, name), kind.schema);
  return { method, path: target.startsWith("/") ? target : `/${target}`, headers, body };
}

const accepts = ["application/json", "*/*", "application/yaml", "text/html"];

/** What is sent: an object, or a patch of one, with some of it changed. */
function sentValue(random: SeededRandom, type: string, { object, kind }: Sample, name: string): Json {
  // The path's namespace is not the one that samples name.
  const own = { ...object, metadata: { ...(object["metadata"] as JsonObject | undefined), name } as JsonObject };
  delete own.metadata["namespace"];
  delete own.metadata["resourceVersion"];
  if (type === "application/json-patch+json") return jsonPatchBetween(random, own, spoiled(random, own));
  if (!type.includes("patch")) return random.chance(0.5) ? own : spoiled(random, own);
  const apiVersion = kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
  const patch = strategicPatch(random, own);
  return type.includes("apply") ? { ...patch, apiVersion, kind: kind.kind, metadata: { name } } : patch;
}

type Body = Sent["body"];

function bodyOf(random: SeededRandom, type: string, value: Json, schema: Schema): Body {
  if (type.endsWith("protobuf")) {
    try {
      const bytes = encodeProtobuf(value as JsonObject, schema);
      bytes[random.integer(bytes.length)] = random.integer(256);
      return bytes;
    } catch {
      return random.bytes(random.integer(60));
    }
  }
  const text = random.chance(0.02) ? deepText(random) : jsonText(random, value);
  const bytes = Buffer.from(random.chance(0.2) ? mutated(random, text) : text);
  // Bytes that are no UTF-8.
  if (bytes.length > 0 && random.chance(0.05)) bytes[random.integer(bytes.length)] = 0xff;
  return bytes;
}

interface Answer {
  readonly code: number;
  readonly text: string;
  readonly ms: number;
}

function asker(instance: Instance): { ask(sent: Sent): Promise<Answer>; close(): void } {
  const ca = readFileSync(join(instance.dataDir, "tls/ca.crt"), "utf8");
  const token = /token: (\S+)/.exec(readFileSync(instance.kubeconfig, "utf8"))?.[1];
  const agent = new Agent({ keepAlive: true, ca });
  function ask({ method, path, headers, body }: Sent): Promise<Answer> {
    const startedMs = performance.now();
    return new Promise((resolve, reject) => {
      // Node tells the length of a DELETE's body only when it is told to.
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      const all = { ...headers, ...length, authorization: `Bearer ${token}` };
      const call = start(
        `${instance.server}/`,
        { method, path, agent, headers: all, timeout: 4 * answerMsMax },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ code: response.statusCode ?? 0, text, ms: performance.now() - startedMs });
          });
        },
      );
      call.on("timeout", () => call.destroy(new Error("no answer")));
      call.on("error", (error) => reject(new Error(`${method} ${path}: ${error.message}`)));
      call.end(body);
    });
  }
  return { ask, close: () => agent.destroy() };
}

/** A 5xx that a request may ask for: a revision that is still to come, a node or a server that is not there. */
const owedToTheRequest = /ResourceVersionTooLarge|ServiceUnavailable|no endpoints|not connected|error trying to reach/;

test(`${requestCount} mutated requests: every answer is told, none is a fault of ours`, async () => {
  const { ask, close } = asker(instance());
  const { tools } = instance();
  await tools.kubectl("create", "namespace", "fuzzed");
  await tools.kubectl("create", "configmap", "kept", "--from-literal=a=b");
  const random = new SeededRandom(seed);
  const codes = new Map<number, number>();
  const faults: string[] = [];
  let slowestMs = 0;
  let left = requestCount;
  const lane = async () => {
    while (left-- > 0) {
      const sent = someRequest(random);
      const { code, text, ms } = await ask(sent);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      slowestMs = Math.max(slowestMs, ms);
      // What a HEAD is refused for is not told.
      const isOwed = owedToTheRequest.test(text) || (code === 504 && sent.method === "HEAD");
      const isFault = code >= 500 && !isOwed;
      if (isFault || ms > answerMsMax)
        faults.push(`${code} in ${Math.round(ms)} ms: ${describe(sent)}: ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  close();
  console.log(
    `slowest ${Math.round(slowestMs)} ms; ${[...codes]
      .sort()
      .map(([code, count]) => `${count} x ${code}`)
      .join(", ")}`,
  );
  expect(faults).toEqual([]);
  expect(await tools.kubectl("get", "configmap", "kept", "-o", "jsonpath={.data.a}")).toBe("b");
});

function describe({ method, path, headers, body }: Sent): string {
  return `${method} ${path} ${JSON.stringify(headers)} ${body === undefined ? "" : Buffer.from(body).toString("base64").slice(0, 2000)}`;
}

/** The beginning of what comes back for bytes that no client would send. */
function raw({ dataDir, port }: Instance, bytes: string): Promise<string> {
  const ca = readFileSync(join(dataDir, "tls/ca.crt"), "utf8");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, ca, timeout: 4 * answerMsMax }, () =>
      socket.write(Buffer.from(bytes, "latin1")),
    );
    socket.once("data", (chunk) => {
      resolve(chunk.toString("latin1"));
      socket.destroy();
    });
    socket.on("timeout", () => socket.destroy(new Error("no answer")));
    socket.on("end", () => resolve(""));
    socket.on("error", reject);
  });
}

test.each([
  ["a path of nothing but escapes", "GET /%%%%%%%% HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  ["a path with a NUL", "GET /api/v1/namespaces/a%00b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  ["bytes that are no UTF-8", "GET /api/v1/namespaces/\xff\xfe HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  ["dots", "GET /api/v1/../../clusters/../x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  ["two slashes", "GET //api//v1//pods HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  ["a whole URL", "GET http://elsewhere/api/v1/pods HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  ["no host", "GET /api/v1/pods HTTP/1.1\r\nconnection: close\r\n\r\n"],
  ["a method that nobody knows", "FROB /api/v1/pods HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  [
    "a token that is none",
    "GET /api/v1/pods HTTP/1.1\r\nhost: x\r\nauthorization: Bearer \x01\xff\r\nconnection: close\r\n\r\n",
  ],
  ["a cluster of odd name", "GET /clusters/%2e%2e/api/v1/pods HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
  [
    "an upgrade of nothing",
    "GET /api/v1/namespaces/a/pods/b/exec HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
  ],
  [
    "a watch that asks for a socket",
    "GET /api/v1/pods?watch=1 HTTP/1.1\r\nhost: x\r\nupgrade: h2c\r\nconnection: upgrade, close\r\n\r\n",
  ],
])("%s is answered, and no 5xx", async (_, bytes) => {
  // workerd itself answers 501 for a method that HTTP doesn't know.
  expect(await raw(instance(), bytes)).toMatch(/^HTTP\/1\.1 ([1-4]\d\d|501) /);
});
