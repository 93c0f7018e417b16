// What a request says before its body: path, query, headers, tokens.
import { readListOptions } from "../../../src/apimachinery/list-options.ts";
import { negotiate, parseAccept, parseMediaType } from "../../../src/apimachinery/media-type.ts";
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import {
  readCreateOptions,
  readDeleteOptions,
  readPatchOptions,
  readUpdateOptions,
} from "../../../src/apimachinery/write-options.ts";
import { continueText, readContinue } from "../../../src/apiserver/continue-token.ts";
import { outputFormat } from "../../../src/apiserver/output-format.ts";
import { requestInfo } from "../../../src/apiserver/request-info.ts";
import { selection } from "../../../src/apiserver/selection.ts";
import { builtinRegistry } from "../../../src/kinds/kind-registry.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { logOptionsOf } from "../../../src/tunnel/edge/log-options.ts";
import { portsOf } from "../../../src/tunnel/edge/port-dialects.ts";
import { jsonValue } from "../generate/json.ts";
import { hostilePath, hostileQuery } from "../generate/request.ts";
import { hostileText } from "../generate/text.ts";
import { answerOf, check, checkSame, FuzzFailure, type Target } from "../target.ts";

/** A refusal of the client's input: anything that is no 4xx is our own fault. */
export function refused<Answer>(read: () => Answer): Answer | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.code < 400 || error.code > 499) throw new FuzzFailure(`answers ${error.code}: ${error.message}`);
    return undefined;
  }
}

export const path: Target = {
  name: "path",
  cases: 24_000,
  prepare: () => (random, note) => {
    const method = random.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "__proto__"]);
    const text = hostilePath(random);
    note([method, text]);
    const info = requestInfo(method, text, random.chance(0.2));
    if (info.type === "path") return;
    for (const part of [info.namespace, info.resource, info.name, info.subresource]) {
      check(!/[/%]/.test(part) && part !== ".." && part !== ".", "no part of a path is a path");
    }
    check(info.resource !== "", "a resource has a name");
    const kind = builtinRegistry.byResource(info.group, info.version, info.resource);
    check(kind === undefined || kind.plural === info.resource, "what is found is what was asked for");
  },
};

const listReaders = [
  (query: URLSearchParams) => readListOptions(query),
  (query: URLSearchParams) => readListOptions(query, { watch: true }),
  (query: URLSearchParams) => logOptionsOf(query, "web"),
  (query: URLSearchParams) => portsOf(query),
  (query: URLSearchParams) => readCreateOptions(query),
  (query: URLSearchParams) => readUpdateOptions(query),
  (query: URLSearchParams) => readPatchOptions(query, { apply: query.has("force") }),
];

export const query: Target = {
  name: "query",
  cases: 35_000,
  prepare: () => (random, note) => {
    const text = hostileQuery(random);
    note(text);
    const parameters = new URLSearchParams(text);
    for (const read of listReaders) refused(() => read(parameters));
    refused(() => readDeleteOptions(parameters, deleteBody(random)));
    const [labelSelector, fieldSelector] = [
      parameters.get("labelSelector") ?? "",
      parameters.get("fieldSelector") ?? "",
    ];
    const kind = random.pick(builtinRegistry.kinds);
    const selected = refused(() => selection(kind, { labelSelector, fieldSelector }));
    selected?.matches?.({ apiVersion: "v1", kind: kind.kind, metadata: { name: "a", labels: { a: "b" } } });
  },
};

const optionNames = ["apiVersion", "kind", "gracePeriodSeconds", "preconditions", "propagationPolicy", "dryRun", "uid"];

function deleteBody(random: SeededRandom) {
  return random.chance(0.5) ? undefined : jsonValue(random, optionNames);
}

export const continueToken: Target = {
  name: "continue-token",
  cases: 25_000,
  prepare: () => (random, note) => {
    const token = {
      revision: random.chance(0.9) ? 1 + random.integer(2 ** 40) : undefined,
      namespace: random.pick(["", "default", "é"]),
      name: random.pick(["", "a", "\u{1f600}"]),
      begunMs: random.integer(2 ** 41),
    };
    const written = continueText(token);
    checkSame(readContinue(written), token, "a token is read back");
    const text = hostileText(random, [written, "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ", "W10", "W251bGwsbnVsbCxudWxsXQ"]);
    note(text);
    const read = refused(() => readContinue(text));
    if (read?.revision !== undefined) check(Number.isSafeInteger(read.revision), "a token names a revision");
  },
};

const accepts = [
  "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
  "application/vnd.kubernetes.protobuf, */*;q=0.1",
  'application/json;v="v1";q=0.5,text/*',
  "application/yaml",
  "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
];

export const header: Target = {
  name: "header",
  cases: 25_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, accepts);
    note(text);
    parseMediaType(text);
    parseAccept(text);
    negotiate(text, ["application/json", "application/yaml"]);
    refused(() => outputFormat(text));
    answerOf(() => refused(() => readPatchOptions(new URLSearchParams({ fieldManager: text }), { apply: false })));
  },
};
