// /openapi: documents that the build wrote as static files, found by an index with their hashes.
import { Hono } from "hono";
import * as z from "zod";
import { pathNotFound } from "../../apimachinery/status-error.ts";
import { documentOf, sendDocument } from "./document.ts";
import type { Assets, PathBindings } from "./paths.ts";

const asset = z.object({ serverRelativeURL: z.string(), asset: z.string(), hash: z.string() });
const indexSchema = z.object({ v3: z.record(z.string(), asset), v2: asset });
type OpenApiIndex = z.infer<typeof indexSchema>;

/** Read once an isolate: the files belong to this build. */
let index: OpenApiIndex | undefined;

async function readIndex(assets: Assets): Promise<OpenApiIndex> {
  index ??= indexSchema.parse(await (await assets.fetch("https://assets/openapi/index.json")).json());
  return index;
}

async function sendAsset(request: Request, assets: Assets, found: z.infer<typeof asset>): Promise<Response> {
  const etag = `"${found.hash}"`;
  const headers = { etag, vary: "Accept", "content-type": "application/json", "cache-control": "public" };
  if ((request.headers.get("if-none-match") ?? "").includes(etag)) return new Response(null, { status: 304, headers });
  const file = await assets.fetch(`https://assets${found.asset}`);
  return new Response(file.body, { headers });
}

export const openApiRoutes = new Hono<PathBindings>()
  .get("/openapi/v3", async ({ req, env }) => {
    const { v3 } = await readIndex(env.paths.assets);
    const paths = Object.fromEntries(
      Object.entries(v3).map(([path, { serverRelativeURL }]) => [path, { serverRelativeURL }]),
    );
    return sendDocument(req.raw, await documentOf({ paths }), "application/json");
  })
  .get("/openapi/v3/*", async ({ req, env }) => {
    const { v3 } = await readIndex(env.paths.assets);
    const found = v3[req.path.slice("/openapi/v3/".length)];
    if (found === undefined) throw pathNotFound();
    return sendAsset(req.raw, env.paths.assets, found);
  })
  .get("/openapi/v2", async ({ req, env }) => {
    const { v2 } = await readIndex(env.paths.assets);
    return sendAsset(req.raw, env.paths.assets, v2);
  });
