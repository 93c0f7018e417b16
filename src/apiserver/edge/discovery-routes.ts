// /api and /apis: aggregated discovery for clients that know it, the legacy documents for the others.
import { Hono } from "hono";
import { negotiate } from "../../apimachinery/media-type.ts";
import { pathNotFound } from "../../apimachinery/status-error.ts";
import { mergeGroups } from "../aggregation/merge-groups.ts";
import { legacyRemoteGroups } from "../aggregation/remote-discovery.ts";
import { fetchRemote } from "../aggregation/remote-proxy.ts";
import { aggregatedDiscovery, coreVersions, groupDocument, groupList, resourceList } from "../discovery.ts";
import { subresourcesOf } from "../discovery-subresources.ts";
import { type Document, documentOf, sendDocument } from "./document.ts";
import type { PathBindings } from "./gateway-request.ts";

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

/** With what other API servers say of themselves; they are asked as the control plane, for all may know what is served. */
async function aggregatedWithRemotes({ registry, gateway }: PathBindings["Bindings"]): Promise<unknown> {
  const own = aggregatedDiscovery(registry, false, subresourcesOf) as { items: Parameters<typeof mergeGroups>[0] };
  const { edge, reach } = gateway;
  const remote = await edge.discovery.groups(edge.settings.remotes, (api, path, signal) =>
    fetchRemote(reach, api, path, signal),
  );
  return { ...own, items: mergeGroups(own.items, remote) };
}

function legacyWithRemotes({ registry, gateway }: PathBindings["Bindings"]): unknown {
  const own = groupList(registry) as { groups: Parameters<typeof mergeGroups>[0] };
  return { ...own, groups: mergeGroups(own.groups, legacyRemoteGroups(gateway.edge.settings.remotes)) };
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
    const wanted = wantsAggregated(req.header("accept") ?? "");
    if (env.gateway.edge.settings.remotes.length > 0) {
      const merged = await documentOf(wanted ? await aggregatedWithRemotes(env) : legacyWithRemotes(env));
      return sendDocument(req.raw, merged, wanted ? aggregated : json);
    }
    if (wanted) {
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
    const remote = legacyRemoteGroups(env.gateway.edge.settings.remotes).filter(({ name }) => name === group);
    if (remote.length > 0) {
      const own = groupDocument(env.registry, group);
      const [merged] = mergeGroups(own === undefined ? [] : [own as (typeof remote)[number]], remote);
      return sendDocument(req.raw, await documentOf({ kind: "APIGroup", apiVersion: "v1", ...merged }), json);
    }
    const make = () => groupDocument(env.registry, group);
    return sendDocument(req.raw, await document(env.registry, `/apis/${group}`, make), json);
  })
  .get("/apis/:group/:version", async ({ req, env }) => {
    const { group, version } = req.param();
    const make = () => resourceList(env.registry, group, version, subresourcesOf);
    return sendDocument(req.raw, await document(env.registry, `/apis/${group}/${version}`, make), json);
  });
