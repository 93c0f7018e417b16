import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type DefinitionFact, definitionFacts } from "./definitions.ts";
import { factFiles } from "./fact-files.ts";
import { readGoFields } from "./go-fields.ts";
import { fieldNumbers } from "./protobuf.ts";
import { defaultReferenceFolder, readSources } from "./sources.ts";
import { typeNames } from "./types.ts";

const root = resolve(import.meta.dirname, "../..");
const reference = resolve(root, process.env["SKERRY_REFERENCE"] ?? defaultReferenceFolder);

describe.skipIf(!existsSync(join(reference, "swagger.json")))(
  "npm run facts (skipped without the reference folder)",
  () => {
    test("writes what is committed", () => {
      const sources = readSources(reference);
      const files = factFiles(sources, definitionFacts(sources, readGoFields()));
      for (const [name, text] of Object.entries(files)) {
        expect(text === readFileSync(join(root, "src/kinds/facts", name), "utf8"), `${name} is out of date`).toBe(true);
      }
    }, 60_000);
  },
);

describe("typeNames", () => {
  const fact = (name: string, kind?: string): DefinitionFact => ({
    name,
    fields: [],
    ...(kind === undefined ? {} : { kind }),
  });

  test("the plain name goes to a kind, then to the core group, then to the newest version", () => {
    const names = typeNames([
      fact("core.v1.Event", "v1 Event"),
      fact("events.v1.Event", "events.k8s.io/v1 Event"),
      fact("core.v1.ResourceClaim"),
      fact("resource.v1.ResourceClaim", "resource.k8s.io/v1 ResourceClaim"),
      fact("autoscaling.v1.Scaler", "autoscaling/v1 Scaler"),
      fact("autoscaling.v2.Scaler", "autoscaling/v2 Scaler"),
      fact("rbac.v1.Subject"),
      fact("flowcontrol.v1.Subject"),
    ]);
    expect(Object.fromEntries(names)).toEqual({
      "core.v1.Event": "Event",
      "events.v1.Event": "EventsV1Event",
      "core.v1.ResourceClaim": "CoreV1ResourceClaim",
      "resource.v1.ResourceClaim": "ResourceClaim",
      "autoscaling.v1.Scaler": "AutoscalingV1Scaler",
      "autoscaling.v2.Scaler": "Scaler",
      "rbac.v1.Subject": "RbacV1Subject",
      "flowcontrol.v1.Subject": "FlowcontrolV1Subject",
    });
  });
});

describe("fieldNumbers", () => {
  test("finds fields whatever their spelling, and those of embedded structs", () => {
    const messages = {
      A: { uID: [1, "string"], xKubernetesMapType: [2, "string"], source: [3, "B"], lists: [4, "C.ExtraValue", "map"] },
      B: { hostPath: [7, "D"] },
      "C.ExtraValue": { items: [1, "string", "repeated"] },
    } as const;
    const numbers = fieldNumbers(messages, "A", ["uid", "x-kubernetes-map-type", "hostPath", "lists"]);
    expect(Object.fromEntries(numbers)).toEqual({
      uid: { path: [1] },
      "x-kubernetes-map-type": { path: [2] },
      hostPath: { path: [3, 7] },
      lists: { path: [4], type: "map[string]C.ExtraValue" },
    });
  });
});
