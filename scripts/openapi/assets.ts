// Writes the OpenAPI documents of the built-in kinds as static files, with descriptions: too big to be script.
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { JsonObject } from "../../src/apimachinery/json.ts";
import type { ComponentOf } from "../../src/apimachinery/openapi/components.ts";
import { rootOperations } from "../../src/apimachinery/openapi/discovery-operations.ts";
import { openApiV2Document } from "../../src/apimachinery/openapi/document-v2.ts";
import { openApiV2Protobuf } from "../../src/apimachinery/openapi/document-v2-protobuf.ts";
import { openApiV3Document, openApiV3RootDocument } from "../../src/apimachinery/openapi/document-v3.ts";
import { groupVersionPath, type OpenApiResource } from "../../src/apimachinery/openapi/resource.ts";
import { builtInComponents, openApiResources } from "../../src/kinds/facts/openapi-source.ts";
import { readProse } from "./prose.ts";

/** The release whose facts these are. */
const info = { version: "v1.36.0" };

/** What index.json holds: the file of each document, and what clients are told. */
export interface OpenApiIndex {
  /** By path as /openapi/v3 lists it: "api/v1", "apis/apps/v1". */
  readonly v3: Readonly<Record<string, OpenApiAsset>>;
  readonly v2: OpenApiAsset;
  /** The same document for those who ask for it as protobuf. */
  readonly v2Protobuf: OpenApiAsset;
}

export interface OpenApiAsset {
  /** "/openapi/v3/apis/apps/v1?hash=..." */
  readonly serverRelativeURL: string;
  /** The file, from the assets' root: "/openapi/v3/apis/apps/v1.0123456789ABCDEF.json". */
  readonly asset: string;
  /** Of the content: an ETag. */
  readonly hash: string;
}

export interface OpenApiSizes {
  readonly documents: number;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** Writes `openapi/` below a folder, replacing what was there. */
export function buildOpenApiAssets(folder: string): OpenApiSizes {
  rmSync(join(folder, "openapi"), { recursive: true, force: true });
  const sizes = { documents: 0, bytes: 0, gzipBytes: 0 };
  const write = (path: string, serverPath: string, document: JsonObject | Uint8Array): OpenApiAsset => {
    const isBinary = document instanceof Uint8Array;
    const content = isBinary ? document : Buffer.from(JSON.stringify(document));
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 32).toUpperCase();
    const asset = `/openapi/${path}.${hash}.${isBinary ? "pb" : "json"}`;
    mkdirSync(dirname(join(folder, asset)), { recursive: true });
    writeFileSync(join(folder, asset), content);
    sizes.documents++;
    sizes.bytes += content.length;
    sizes.gzipBytes += gzipSync(content).length;
    return { serverRelativeURL: `${serverPath}?hash=${hash}`, asset, hash };
  };
  const documents = openApiDocuments();
  const v3 = Object.entries(documents.v3).map(([path, document]): [string, OpenApiAsset] => [
    path,
    write(`v3/${path}`, `/openapi/v3/${path}`, document),
  ]);
  const index: OpenApiIndex = {
    v3: Object.fromEntries(v3),
    v2: write("v2", "/openapi/v2", documents.v2),
    v2Protobuf: write("v2", "/openapi/v2", openApiV2Protobuf(documents.v2)),
  };
  writeFileSync(join(folder, "openapi/index.json"), JSON.stringify(index, null, 2));
  return sizes;
}

/** Every document, by the path of /openapi/v3's index. */
export function openApiDocuments(): { v3: Record<string, JsonObject>; v2: JsonObject } {
  const book = readProse();
  const resources = openApiResources();
  const components = builtInComponents({ version: 3, ...book });
  return {
    v3: { ...rootDocuments(resources, components), ...groupVersionDocuments(resources, components) },
    v2: openApiV2Document(resources, builtInComponents({ version: 2, ...book }), info),
  };
}

function rootDocuments(resources: readonly OpenApiResource[], components: ComponentOf): Record<string, JsonObject> {
  const groups = [...new Set(resources.map(({ group }) => group))].filter((group) => group !== "");
  return Object.fromEntries(
    rootOperations(groups).map((operation) => [
      operation.path.slice(1, -1),
      openApiV3RootDocument(operation, components, info),
    ]),
  );
}

function groupVersionDocuments(
  resources: readonly OpenApiResource[],
  components: ComponentOf,
): Record<string, JsonObject> {
  const byGroupVersion = new Map<string, OpenApiResource[]>();
  for (const resource of resources) {
    const path = groupVersionPath(resource.group, resource.version);
    byGroupVersion.set(path, [...(byGroupVersion.get(path) ?? []), resource]);
  }
  const documents: Record<string, JsonObject> = {};
  for (const [path, members] of byGroupVersion) {
    const { group, version } = members[0] as OpenApiResource;
    documents[path] = openApiV3Document({ group, version }, members, components, info);
  }
  return documents;
}
