// /openapi: documents that the build wrote as static files, found by an index with their hashes; those of custom
// resources are made when they are asked for, and are known by a hash of their definitions.
import { Hono } from "hono";
import * as z from "zod";
import type { JsonObject } from "../../apimachinery/json.ts";
import { negotiate } from "../../apimachinery/media-type.ts";
import { openApiV2Protobuf } from "../../apimachinery/openapi/document-v2-protobuf.ts";
import { groupVersionPath } from "../../apimachinery/openapi/resource.ts";
import { notAcceptable, pathNotFound } from "../../apimachinery/status-error.ts";
import { builtInComponents } from "../../kinds/facts/openapi-source.ts";
import type { CustomResourceDefinition } from "../../kinds/facts/types.gen.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { AskRemote } from "../aggregation/ask-json.ts";
import type { PartsV2 } from "../aggregation/remote-openapi.ts";
import { fetchRemote } from "../aggregation/remote-proxy.ts";
import { customDocumentV3, customGroupVersions, customPartsV2, type DescribedKind } from "../custom/custom-openapi.ts";
import { documentOf, sendDocument } from "./document.ts";
import type { Assets, GatewayRequest, PathBindings } from "./gateway-request.ts";

const asset = z.object({ serverRelativeURL: z.string(), asset: z.string(), hash: z.string() });
const indexSchema = z.object({ v3: z.record(z.string(), asset), v2: asset, v2Protobuf: asset });
type OpenApiIndex = z.infer<typeof indexSchema>;

/** Read once an isolate: the files belong to this build. */
let index: OpenApiIndex | undefined;

async function readIndex(assets: Assets): Promise<OpenApiIndex> {
  index ??= indexSchema.parse(await (await assets.fetch("https://assets/openapi/index.json")).json());
  return index;
}

async function sendAsset(
  request: Request,
  assets: Assets,
  found: z.infer<typeof asset>,
  type = "application/json",
): Promise<Response> {
  const etag = `"${found.hash}"`;
  const headers = { etag, vary: "Accept", "content-type": type, "cache-control": "public" };
  if ((request.headers.get("if-none-match") ?? "").includes(etag)) return new Response(null, { status: 304, headers });
  const file = await assets.fetch(`https://assets${found.asset}`);
  return new Response(file.body, { headers });
}

/** Made only for who does not have it. */
async function sendMade(
  request: Request,
  etag: string,
  make: () => Promise<BodyInit>,
  type = "application/json",
): Promise<Response> {
  const headers = { etag, vary: "Accept", "content-type": type, "cache-control": "public" };
  if ((request.headers.get("if-none-match") ?? "").includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(await make(), { headers });
}

/** The release whose facts these are. */
const info = { version: "v1.36.0" };

/** A small document that has the parts which all resources share, with their prose. */
const sharedParts = "apis/scheduling.k8s.io/v1";

/** Another one whenever what is made of the same definitions becomes another: clients keep documents by their hash. */
const form = 2;

/** Of what the documents are made from, so that nothing need be made to know it. */
async function hashOf(kinds: readonly Kind[]): Promise<string> {
  const { etag } = await documentOf([form, ...kinds.map(({ custom, version, verbs }) => [custom, version, verbs])]);
  return etag.slice(1, 33);
}

/** Fetched one after the other: together they may be as large as memory. */
async function describe({ stubs }: GatewayRequest, kinds: readonly Kind[]): Promise<DescribedKind[]> {
  const described: DescribedKind[] = [];
  for (const name of new Set(kinds.map(({ collection }) => collection))) {
    const own = kinds.filter(({ collection }) => collection === name);
    const text = await stubs.cluster.customDefinition(name);
    if (text === undefined) continue;
    const { spec } = JSON.parse(text) as CustomResourceDefinition;
    for (const kind of own) {
      const schema = spec.versions.find((one) => one.name === kind.version)?.schema?.openAPIV3Schema ?? {};
      described.push({ kind, schema: schema as unknown as JsonObject });
    }
  }
  return described;
}

async function customV3(gateway: GatewayRequest, assets: Assets, kinds: readonly Kind[]): Promise<string> {
  const { v3 } = await readIndex(assets);
  const asset = v3[sharedParts]?.asset ?? "";
  const shared = (await (await assets.fetch(`https://assets${asset}`)).json()) as {
    components: { schemas: Record<string, JsonObject> };
  };
  const described = await describe(gateway, kinds);
  if (described.length === 0) throw pathNotFound();
  const plain = builtInComponents({ version: 3 });
  return JSON.stringify(customDocumentV3(described, (name) => shared.components.schemas[name] ?? plain(name), info));
}

/** Other servers are asked as the control plane: all may know what is served. */
function remoteAsk({ reach }: GatewayRequest): AskRemote {
  return (api, path, signal) => fetchRemote(reach, api, path, signal);
}

function remotePartsV2(gateway: GatewayRequest): Promise<PartsV2> {
  const { openApi, settings } = gateway.edge;
  return openApi.partsV2(settings.remotes, remoteAsk(gateway));
}

async function partsV2(gateway: GatewayRequest, kinds: readonly Kind[]): Promise<PartsV2> {
  const remote = await remotePartsV2(gateway);
  const custom = customPartsV2(await describe(gateway, kinds), builtInComponents({ version: 2 }), info);
  return {
    paths: { ...remote.paths, ...custom.paths },
    definitions: { ...remote.definitions, ...custom.definitions },
  };
}

/** The built-in document's text with the custom parts in its two maps: it is never parsed. */
async function customV2(gateway: GatewayRequest, builtIn: string, kinds: readonly Kind[]): Promise<string> {
  const parts = await partsV2(gateway, kinds);
  const inside = (value: JsonObject) => {
    const text = JSON.stringify(value).slice(1, -1);
    return text === "" ? "" : `${text},`;
  };
  return builtIn
    .replace('"paths":{', () => `"paths":{${inside(parts.paths)}`)
    .replace('"definitions":{"io.k8s.', () => `"definitions":{${inside(parts.definitions)}"io.k8s.`);
}

/** The custom parts after the built-in document: messages that follow each other are read as one. */
async function customV2Protobuf(gateway: GatewayRequest, builtIn: Blob, kinds: readonly Kind[]): Promise<Blob> {
  return new Blob([builtIn, openApiV2Protobuf({ ...(await partsV2(gateway, kinds)) })]);
}

const protobufType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
/** With an "@" by its older name, which client-go still asks for. */
const v2Types = ["application/json", protobufType, protobufType.replace("v2.v1", "v2@v1")];

/** Whether the client takes the protobuf form. Kubernetes: kube-openapi pkg/handler/handler.go */
function wantsProtobuf(request: Request): boolean {
  const chosen = negotiate(request.headers.get("accept") ?? "", v2Types);
  if (chosen === undefined) throw notAcceptable(`only the following media types are accepted: ${v2Types.join(", ")}`);
  return chosen.offer !== "application/json";
}

/** Another server's own document of a group version, if it is one's. */
async function remoteDocument(gateway: GatewayRequest, path: string): Promise<Response> {
  const api = gateway.edge.settings.remotes.find(({ group, version }) => groupVersionPath(group, version) === path);
  if (api === undefined) throw pathNotFound();
  const { request, url, reach } = gateway;
  const answer = await fetchRemote(reach, api, `/openapi/v3/${path}${url.search}`, request.signal);
  const { status, body } = answer;
  return new Response(body, { status, headers: { "content-type": "application/json", vary: "Accept" } });
}

export const openApiRoutes = new Hono<PathBindings>()
  .get("/openapi/v3", async ({ req, env }) => {
    const { v3 } = await readIndex(env.paths.assets);
    const paths = Object.fromEntries(
      Object.entries(v3).map(([path, { serverRelativeURL }]) => [path, { serverRelativeURL }]),
    );
    for (const [path, kinds] of customGroupVersions(env.registry.kinds)) {
      paths[path] ??= { serverRelativeURL: `/openapi/v3/${path}?hash=${await hashOf(kinds)}` };
    }
    const { edge } = env.gateway;
    for (const [path, serverRelativeURL] of await edge.openApi.addresses(
      edge.settings.remotes,
      remoteAsk(env.gateway),
    )) {
      paths[path] ??= { serverRelativeURL };
    }
    return sendDocument(req.raw, await documentOf({ paths }), "application/json");
  })
  .get("/openapi/v3/*", async ({ req, env }) => {
    const { v3 } = await readIndex(env.paths.assets);
    const path = req.path.slice("/openapi/v3/".length);
    const found = v3[path];
    if (found !== undefined) return sendAsset(req.raw, env.paths.assets, found);
    const kinds = customGroupVersions(env.registry.kinds).get(path);
    if (kinds === undefined) return remoteDocument(env.gateway, path);
    const etag = `"${await hashOf(kinds)}"`;
    return sendMade(req.raw, etag, () => customV3(env.gateway, env.paths.assets, kinds));
  })
  .get("/openapi/v2", async ({ req, env }) => {
    const isProtobuf = wantsProtobuf(req.raw);
    const { v2, v2Protobuf } = await readIndex(env.paths.assets);
    const found = isProtobuf ? v2Protobuf : v2;
    const type = isProtobuf ? protobufType : "application/json";
    const kinds = env.registry.kinds.filter(({ custom }) => custom !== undefined);
    const { remotes } = env.gateway.edge.settings;
    if (kinds.length === 0 && remotes.length === 0) return sendAsset(req.raw, env.paths.assets, found, type);
    const remoteHash =
      remotes.length === 0 ? "" : (await documentOf(await remotePartsV2(env.gateway))).etag.slice(1, 17);
    const etag = `"${found.hash}${await hashOf(kinds)}${remoteHash}"`;
    const make = async () => {
      const file = await env.paths.assets.fetch(`https://assets${found.asset}`);
      return isProtobuf
        ? customV2Protobuf(env.gateway, await file.blob(), kinds)
        : customV2(env.gateway, await file.text(), kinds);
    };
    return sendMade(req.raw, etag, make, type);
  });
