// What the OpenAPI documents say of custom resources, where clients go by it.
import { expect, test } from "vitest";
import { cronTabSchema, cronTabs, cronTabVersion } from "../../../test/fixtures/custom-resources.ts";
import type { JsonObject } from "../../apimachinery/json.ts";
import { customKinds } from "../../kinds/custom/custom-kind.ts";
import { type CustomResource, customResourceOf } from "../../kinds/custom/custom-resource.ts";
import { builtInComponents } from "../../kinds/facts/openapi-source.ts";
import { customDocumentV3, customPartsV2 } from "./custom-openapi.ts";

const scale = { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" };
const definition = cronTabs([cronTabVersion("v1", { subresources: { status: {}, scale } })]);
const { served } = customKinds(customResourceOf(definition, 0) as CustomResource, () => undefined);
const described = served.map((kind) => ({ kind, schema: cronTabSchema }));
const info = { version: "v1.36.0" };

type Paths = Record<string, { patch?: { consumes?: string[]; requestBody?: { content: JsonObject } } }>;

const plain = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

test("kubectl is not told to patch by strategic merge", () => {
  const v2 = customPartsV2(described, builtInComponents({ version: 2 }), info).paths as unknown as Paths;
  const v3 = customDocumentV3(described, builtInComponents({ version: 3 }), info)["paths"] as unknown as Paths;
  const consumed = Object.values(v2).flatMap(({ patch }) => (patch?.consumes === undefined ? [] : [patch.consumes]));
  const content = Object.values(v3).flatMap(({ patch }) =>
    patch?.requestBody === undefined ? [] : [Object.keys(patch.requestBody.content)],
  );
  expect(consumed).toEqual([plain, plain, plain]);
  expect(content).toEqual([plain, plain, plain]);
});

test("the old form of watching is not listed", () => {
  const { paths } = customPartsV2(described, builtInComponents({ version: 2 }), info);
  expect(Object.keys(paths).filter((path) => path.includes("/watch/"))).toEqual([]);
});

test("of a resource that keeps unknown fields version 2 tells no fields: its readers would refuse all others", () => {
  const open = { ...cronTabSchema, "x-kubernetes-preserve-unknown-fields": true };
  const { definitions } = customPartsV2(
    served.map((kind) => ({ kind, schema: open })),
    builtInComponents({ version: 2 }),
    info,
  );
  const [own] = Object.values(definitions) as JsonObject[];
  expect(Object.keys(own ?? {}).sort()).toEqual(["type", "x-kubernetes-group-version-kind"]);
});
