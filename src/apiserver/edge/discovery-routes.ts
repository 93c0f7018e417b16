// /api and /apis: aggregated discovery for clients that know it, the legacy documents for the others.
import { Hono } from "hono";
import { negotiate } from "../../apimachinery/media-type.ts";
import { pathNotFound } from "../../apimachinery/status-error.ts";
import { aggregatedDiscovery, coreVersions, groupDocument, groupList, resourceList } from "../discovery.ts";
import { subresourcesOf } from "../discovery-subresources.ts";
import { type Document, documentOf, sendDocument } from "./document.ts";
import type { PathBindings } from "./paths.ts";

const json = "application/json";
const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** Documents by what they are made from: a registry never changes, so neither do they. */
const made = new WeakMap<object, Map<string, Promise<Document>>>();

function document(registry: object, path: string, make: () => unknown): Promise<Document> {
  const documents = made.get(registry) ?? new Map<string, Promise<Document>>();
  made.set(registry, documents);
  const known = documents.get(path);
  if (known !== undefined) return known;
  const value = make();
  if (value === undefined) throw pathNotFound();
  const fresh = documentOf(value);
  documents.set(path, fresh);
  return fresh;
}

/** Whether the client would rather have the aggregated form. Only v2 is served; v2beta1 falls to the legacy one. */
function wantsAggregated(accept: string): boolean {
  const chosen = negotiate(accept, [json], ({ parameters }) => {
    const as = parameters.get("as");
    if (as === undefined) return true;
    return (
      as === "APIGroupDiscoveryList" && parameters.get("g") === "apidiscovery.k8s.io" && parameters.get("v") === "v2"
    );
  });
  return chosen?.parameters.get("as") !== undefined;
}

export const discoveryRoutes = new Hono<PathBindings>()
  .get("/api", async ({ req, env }) => {
    const { registry } = env;
    if (wantsAggregated(req.header("accept") ?? "")) {
      const found = await document(registry, "api", () => aggregatedDiscovery(registry, true, subresourcesOf));
      return sendDocument(req.raw, found, aggregated);
    }
    return sendDocument(req.raw, await documentOf(coreVersions(env.gateway.url.host)), json);
  })
  .get("/apis", async ({ req, env }) => {
    const { registry } = env;
    if (wantsAggregated(req.header("accept") ?? "")) {
      const found = await document(registry, "apis", () => aggregatedDiscovery(registry, false, subresourcesOf));
      return sendDocument(req.raw, found, aggregated);
    }
    return sendDocument(req.raw, await document(registry, "/apis", () => groupList(registry)), json);
  })
  .get("/api/v1", async ({ req, env }) => {
    const make = () => resourceList(env.registry, "", "v1", subresourcesOf);
    return sendDocument(req.raw, await document(env.registry, "/api/v1", make), json);
  })
  .get("/apis/:group", async ({ req, env }) => {
    const group = req.param("group");
    const make = () => groupDocument(env.registry, group);
    return sendDocument(req.raw, await document(env.registry, `/apis/${group}`, make), json);
  })
  .get("/apis/:group/:version", async ({ req, env }) => {
    const { group, version } = req.param();
    const make = () => resourceList(env.registry, group, version, subresourcesOf);
    return sendDocument(req.raw, await document(env.registry, `/apis/${group}/${version}`, make), json);
  });
