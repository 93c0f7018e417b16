// Whole requests to a scope's API over a database in memory: nothing is a 500, and what is refused leaves nothing behind.
import { equalJson } from "../../../src/apimachinery/clone-json.ts";
import { apiVersionOf, type Json, type JsonObject } from "../../../src/apimachinery/json.ts";
import { isJsonObject } from "../../../src/apimachinery/set-field.ts";
import { admissionChain } from "../../../src/auth/admission/chain.ts";
import type { AdmissionHost } from "../../../src/auth/admission/step.ts";
import { builtinRegistry } from "../../../src/kinds/kind-registry.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { fakeHost } from "../../fixtures/admission-host.ts";
import { type ApiScope, apiScope } from "../../fixtures/api-scope.ts";
import { deepText, jsonText, jsonValue } from "../generate/json.ts";
import { spoiled } from "../generate/object.ts";
import { jsonPatchBetween, strategicPatch } from "../generate/patch.ts";
import { encodeProtobuf } from "../generate/protobuf.ts";
import { hostilePath, hostileQuery } from "../generate/request.ts";
import { type Sample, samples } from "../generate/samples.ts";
import { mutated, wellFormed } from "../generate/text.ts";
import { brief, check, checkSame, FuzzFailure, type Note, type Target } from "../target.ts";

/** What must hold for every answer; its body as JSON, where it is. */
export async function checkAnswer(api: ApiScope, response: Response): Promise<JsonObject | undefined> {
  const text = await response.text();
  if (api.failures.length > 0) throw new FuzzFailure(`logged as our own fault: ${JSON.stringify(api.failures)}`);
  // The only answer of the 5xx that a request can ask for: a revision that has not been yet.
  check(response.status < 500 || text.includes("ResourceVersionTooLarge"), `answers ${response.status}: ${text}`);
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  if (!isJson || text === "") return undefined;
  const body = JSON.parse(text) as Json;
  if (response.status >= 400) {
    check(isJsonObject(body) && body["kind"] === "Status", "a refusal is a Status");
    checkSame(body["code"], response.status, "with the code of the answer");
    check(body["message"] !== "" && body["reason"] !== "", "and says why");
  }
  return isJsonObject(body) ? body : undefined;
}

interface World {
  readonly api: ApiScope;
  readonly sample: Sample;
  readonly collection: string;
  readonly note: Note;
}

const levels = ["restricted", "baseline", "privileged", "x"];

/** Surroundings in which every step of admission has something to do. */
function hostOf(random: SeededRandom, namespace: string): AdmissionHost {
  if (namespace === "") return fakeHost();
  const labels = {
    "pod-security.kubernetes.io/enforce": random.chance(0.2) ? random.pick(levels) : "privileged",
    "pod-security.kubernetes.io/warn": random.pick(levels),
  };
  const limits = {
    metadata: { name: "l" },
    spec: { limits: [{ type: "Container", default: { cpu: "1" }, max: { cpu: "2" } }] },
  };
  return fakeHost({
    namespace: { metadata: { name: namespace, labels }, status: { phase: "Active" } },
    find: (collection, name) => (collection === "serviceaccounts" ? { metadata: { name, uid: "s" } } : undefined),
    all: (collection) => (collection === "limitranges" && random.chance(0.3) ? [limits] : []),
  });
}

/** A scope with nothing in it, and a kind that it has. */
function worldOf(random: SeededRandom, note: Note): World {
  const sample = random.pick(samples());
  const { group, version, plural, scope } = sample.kind;
  const namespace = scope === "Namespaced" ? "default" : "";
  const api = apiScope({ namespace, admission: admissionChain(hostOf(random, namespace)) });
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return { api, sample, collection: `${root}${namespace === "" ? "" : `/namespaces/${namespace}`}/${plural}`, note };
}

async function send({ api, note }: World, method: string, path: string, body?: Body, headers?: Record<string, string>) {
  note({ method, path, headers, body });
  const before = api.store.revision;
  const type = body === undefined ? {} : { "content-type": body.type };
  const response = await api.request(method, path, body?.content, { ...type, ...headers });
  const answer = await checkAnswer(api, response);
  if (response.status >= 400) checkSame(api.store.revision, before, "what is refused leaves nothing behind");
  return { code: response.status, answer };
}

interface Body {
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** The object in one of the forms that a body may have, with faults in it now and then. */
function bodyOf(random: SeededRandom, value: Json, { kind }: Sample): Body {
  const draw = random.integer(20);
  if (draw === 0) return { type: "application/json", content: wellFormed(mutated(random, jsonText(random, value))) };
  if (draw === 1) return { type: "application/json", content: deepText(random) };
  if (draw <= 4) return { type: "application/yaml", content: wellFormed(jsonText(random, value)) };
  if (draw === 5 && isJsonObject(value)) {
    try {
      return { type: "application/vnd.kubernetes.protobuf", content: encodeProtobuf(value, kind.schema) };
    } catch {
      // What does not fit the schema has no such form.
    }
  }
  return {
    type: random.pick(["application/json", "application/json; charset=utf-8", ""]),
    content: wellFormed(jsonText(random, value, 0.005)),
  };
}

function queryOf(random: SeededRandom): string {
  if (random.chance(0.6)) return "";
  return `?${random.chance(0.7) ? random.pick(["fieldValidation=Strict", "dryRun=All", "fieldManager=x", "pretty=true"]) : hostileQuery(random)}`;
}

const accepts = [
  "application/json",
  "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
  "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
  "application/yaml",
  "application/vnd.kubernetes.protobuf,application/json",
  "text/html",
];

export const writes: Target = {
  name: "api-writes",
  cases: 6_000,
  prepare: () => async (random, note) => {
    const world = worldOf(random, note);
    const { kind, object } = world.sample;
    const value = random.chance(0.6) ? spoiled(random, object) : object;
    const created = await send(world, "POST", world.collection + queryOf(random), bodyOf(random, value, world.sample));
    if (created.code !== 201 || created.answer === undefined || !kind.verbs.includes("get")) return;
    await keptAsAnswered(random, world, created.answer);
  },
};

/** What was created is what is read, and putting it back changes nothing. */
async function keptAsAnswered(random: SeededRandom, world: World, created: JsonObject): Promise<void> {
  const { name } = created["metadata"] as { name: string };
  const at = `${world.collection}/${encodeURIComponent(name)}`;
  const read = await send(world, "GET", at);
  if (read.code === 404) return;
  check(equalJson(read.answer, created), `what was created is read: ${brief(JSON.stringify([read.answer, created]))}`);
  // A job without labels takes its template's when it is read again, as upstream's defaults say.
  if (world.sample.kind.kind !== "Job") await putBack(world, at, created);
  await send(world, "GET", at + queryOf(random), undefined, { accept: random.pick(accepts) });
  await send(world, "GET", world.collection + queryOf(random), undefined, { accept: random.pick(accepts) });
  const changed = bodyOf(random, spoiled(random, created), world.sample);
  await send(world, "PUT", at + queryOf(random), changed);
  await send(
    world,
    "DELETE",
    at + queryOf(random),
    random.chance(0.3) ? { type: "application/json", content: jsonText(random, deleteOptions(random)) } : undefined,
  );
}

async function putBack(world: World, at: string, created: JsonObject): Promise<void> {
  const revision = world.api.store.revision;
  const body = { type: "application/json", content: JSON.stringify(created) };
  const put = await send(world, "PUT", `${at}?fieldManager=test`, body);
  if (put.code !== 200) return;
  check(
    equalJson(put.answer, created),
    `what is put back is as it was: ${brief(JSON.stringify([put.answer, created]))}`,
  );
  checkSame(world.api.store.revision, revision, "and is not written");
}

function deleteOptions(random: SeededRandom): Json {
  const options = {
    kind: "DeleteOptions",
    apiVersion: "v1",
    preconditions: { uid: "x" },
    propagationPolicy: "Background",
    gracePeriodSeconds: 0,
  };
  return spoiled(random, options);
}

const patchTypes = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/apply-patch+yaml",
];

export const patches: Target = {
  name: "api-patches",
  cases: 4_000,
  prepare: () => async (random, note) => {
    const world = worldOf(random, note);
    const { object, kind } = world.sample;
    const name =
      isJsonObject(object["metadata"]) && typeof object["metadata"]["name"] === "string"
        ? object["metadata"]["name"]
        : "a";
    const at = `${world.collection}/${encodeURIComponent(name)}`;
    await send(world, "POST", world.collection, { type: "application/json", content: JSON.stringify(object) });
    for (let round = 0; round < 3; round++) {
      const type = random.pick(patchTypes);
      const subresource = random.chance(0.2)
        ? random.pick(["/status", "/scale", "/finalize", "/resize", "/approval", "/ephemeralcontainers"])
        : "";
      const query = `?fieldManager=m${random.integer(3)}${random.chance(0.4) ? "&force=true" : ""}${random.chance(0.2) ? "&dryRun=All" : ""}`;
      const content = wellFormed(
        patchText(random, type, object, apiVersionOf(kind.group, kind.version), kind.kind, name),
      );
      await send(world, "PATCH", at + subresource + query, { type, content });
    }
  },
};

function patchText(
  random: SeededRandom,
  type: string,
  object: JsonObject,
  apiVersion: string,
  kind: string,
  name: string,
): string {
  if (random.chance(0.02)) return deepText(random);
  if (type === "application/json-patch+json") {
    return jsonText(
      random,
      random.chance(0.8)
        ? jsonPatchBetween(random, object, spoiled(random, object))
        : jsonValue(random, ["op", "path", "value"]),
      0.005,
    );
  }
  const patch = strategicPatch(random, object);
  if (type !== "application/apply-patch+yaml") return jsonText(random, patch, 0.005);
  const metadata = isJsonObject(patch["metadata"]) && random.chance(0.7) ? patch["metadata"] : {};
  return jsonText(random, { ...patch, apiVersion, kind, metadata: { ...metadata, name } }, 0.005);
}

export const requests: Target = {
  name: "api-requests",
  cases: 5_000,
  prepare() {
    const cluster = builtinRegistry.kinds.length;
    check(cluster > 0, "there are kinds");
    return async (random, note) => {
      const api = apiScope({ namespace: random.chance(0.7) ? "default" : "" });
      const path = wellFormed(hostilePath(random)).replaceAll(/[?#\\]/g, "");
      const method = random.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]);
      const target = `${path.startsWith("/") ? path : `/${path}`}?${hostileQuery(random)}`;
      note({ method, target });
      const body =
        method === "GET" || method === "HEAD"
          ? undefined
          : jsonText(random, jsonValue(random, ["apiVersion", "kind", "metadata", "name"]));
      const url = URL.canParse(`https://skerry${target}`);
      if (!url) return;
      const before = api.store.revision;
      const response = await api.request(method, target, body === undefined ? undefined : wellFormed(body), {
        accept: random.pick(accepts),
      });
      await checkAnswer(api, response);
      if (response.status >= 400) checkSame(api.store.revision, before, "what is refused leaves nothing behind");
    };
  },
};

const listed = ["a", "b", "c-1", "d.e", "web"];

/** Whatever is asked of a list: pages are the list, selectors select. */
export const lists: Target = {
  name: "api-lists",
  cases: 4_000,
  prepare: () => async (random, note) => {
    const api = apiScope();
    const at = "/api/v1/namespaces/default/pods";
    const spec = { nodeName: "n", containers: [{ name: "a", image: "b" }] };
    for (const name of listed) {
      const labels = { app: random.pick(["web", "db"]), n: String(random.integer(3)) };
      await api.request("POST", at, { metadata: { name, labels }, spec });
    }
    const query = hostileQuery(random);
    note(query);
    const accept = random.chance(0.7) ? "application/json" : random.pick(accepts);
    await checkAnswer(api, await api.request("GET", `${at}?${query}`, undefined, { accept }));
    const selector = encodeURIComponent(random.pick(["app=web", "n in (0,2),app!=db", "n>0", "!app", "app notin (x)"]));
    const [whole, pages] = [
      await namesOf(api, `${at}?labelSelector=${selector}`),
      await paged(api, `${at}?labelSelector=${selector}`, 1 + random.integer(3)),
    ];
    checkSame(pages, whole, `pages are the list (${selector})`);
    const name = random.pick([...listed, "web%2f", "x"]);
    const target = random.chance(0.2) ? at : `${at}/${name}`;
    note(["DELETE", target, query]);
    await checkAnswer(api, await api.request("DELETE", `${target}?${query}`));
  },
};

async function namesOf(api: ApiScope, path: string): Promise<readonly string[]> {
  const { body } = await api.call("GET", path);
  return body.items.map((item: { metadata: { name: string } }) => item.metadata.name);
}

async function paged(api: ApiScope, path: string, limit: number): Promise<readonly string[]> {
  const names: string[] = [];
  for (let token = ""; ; ) {
    const { body } = await api.call("GET", `${path}&limit=${limit}&continue=${token}`);
    names.push(...body.items.map((item: { metadata: { name: string } }) => item.metadata.name));
    token = body.metadata.continue ?? "";
    if (token === "") return names;
  }
}
