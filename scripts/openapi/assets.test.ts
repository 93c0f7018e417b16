import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/apimachinery/json.ts";
import { buildOpenApiAssets, type OpenApiIndex, openApiDocuments } from "./assets.ts";
import { readDeclarations, readProse } from "./prose.ts";

const folder = mkdtempSync(join(tmpdir(), "openapi-"));
afterAll(() => rmSync(folder, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: documents are read as they come
const documents: any = openApiDocuments();

describe("openApiDocuments", () => {
  test("have one document for each group version, and those of discovery", () => {
    expect(Object.keys(documents.v3)).toEqual(
      expect.arrayContaining(["api", "apis", "version", "api/v1", "apis/apps", "apis/apps/v1", "apis/autoscaling/v2"]),
    );
    expect(Object.keys(documents.v3).filter((path) => /alpha|beta/.test(path))).toEqual([]);
  });

  test("tell kubectl that the server validates fields", () => {
    const patch = documents.v3["apis/apps/v1"].paths["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"].patch;
    const names = patch.parameters.map(({ name }: { name: string }) => name);
    expect(names).toEqual(["dryRun", "fieldManager", "fieldValidation", "force"]);
    expect(patch["x-kubernetes-action"]).toBe("patch");
    expect(patch["x-kubernetes-group-version-kind"]).toEqual({ group: "apps", version: "v1", kind: "Deployment" });
    expect(Object.keys(patch.requestBody.content)).toContain("application/apply-patch+yaml");
  });

  test("have merge keys, list types, kinds, descriptions and values", () => {
    const { schemas } = documents.v3["api/v1"].components;
    expect(schemas["io.k8s.api.core.v1.Container"].properties.ports).toMatchObject({
      "x-kubernetes-list-map-keys": ["containerPort", "protocol"],
      "x-kubernetes-list-type": "map",
      "x-kubernetes-patch-merge-key": "containerPort",
      "x-kubernetes-patch-strategy": "merge",
      items: { $ref: "#/components/schemas/io.k8s.api.core.v1.ContainerPort" },
    });
    expect(schemas["io.k8s.api.core.v1.Pod"]["x-kubernetes-group-version-kind"]).toEqual([
      { group: "", version: "v1", kind: "Pod" },
    ]);
    expect(schemas["io.k8s.api.core.v1.Pod"].properties.spec).toEqual({
      allOf: [{ $ref: "#/components/schemas/io.k8s.api.core.v1.PodSpec" }],
      description: expect.any(String),
    });
    expect(schemas["io.k8s.api.core.v1.ContainerPort"].properties.protocol.enum).toEqual(["SCTP", "TCP", "UDP"]);
    expect(schemas["io.k8s.apimachinery.pkg.util.intstr.IntOrString"].oneOf).toHaveLength(2);
  });

  test("describe nearly every field of every kind", () => {
    const { prose } = readProse();
    let all = 0;
    let described = 0;
    for (const [name, definition] of Object.entries(documents.v2.definitions as Record<string, JsonObject>)) {
      for (const property of Object.keys((definition["properties"] ?? {}) as JsonObject)) {
        all++;
        if (prose(name, property) !== undefined) described++;
      }
    }
    expect(described / all).toBeGreaterThan(0.97);
  });

  test("refer to nothing that is not there", () => {
    for (const document of Object.values(documents.v3) as JsonObject[]) {
      const { schemas } = document["components"] as { schemas: JsonObject };
      const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
      for (const [, name] of references) expect(schemas).toHaveProperty([name as string]);
    }
  });
});

describe("buildOpenApiAssets", () => {
  test("writes each document under its hash, and an index of them", () => {
    const sizes = buildOpenApiAssets(folder);
    const index = JSON.parse(readFileSync(join(folder, "openapi/index.json"), "utf8")) as OpenApiIndex;
    expect(Object.keys(index.v3)).toHaveLength(sizes.documents - 2);
    for (const [path, { serverRelativeURL, asset, hash }] of Object.entries(index.v3)) {
      expect(serverRelativeURL).toBe(`/openapi/v3/${path}?hash=${hash}`);
      expect(JSON.parse(readFileSync(join(folder, asset), "utf8"))).toEqual(documents.v3[path]);
    }
    expect(JSON.parse(readFileSync(join(folder, index.v2.asset), "utf8")).swagger).toBe("2.0");
    expect(readFileSync(join(folder, index.v2Protobuf.asset)).subarray(0, 5).toString("latin1")).toBe("\n\x032.0");
    console.log(`OpenAPI assets: ${sizes.documents} files, ${sizes.bytes} bytes, ${sizes.gzipBytes} gzip`);
    expect(buildOpenApiAssets(folder)).toEqual(sizes);
    expect(JSON.parse(readFileSync(join(folder, "openapi/index.json"), "utf8"))).toEqual(index);
  });
});

describe("readDeclarations", () => {
  test("reads comments and values of literal types", () => {
    const text = `import { Model } from "x";
/**
 * A port.
 */
export interface IPort {
    /**
     * Its name.
     *
     * In full.
     */
    "name"?: string;
    "protocol": "TCP" | "UDP";
}
export declare class Port {}
export type { IPort as IIoK8sApiXV1Port, Port as IoK8sApiXV1Port };
`;
    const book = new Map();
    readDeclarations(text, book);
    expect(book.get("IoK8sApiXV1Port")).toEqual({
      description: "A port.",
      properties: new Map<string, unknown>([
        ["name", { description: "Its name.\n\nIn full." }],
        ["protocol", { values: ["TCP", "UDP"] }],
      ]),
    });
  });
});
