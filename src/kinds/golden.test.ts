// Golden cases of every kind: what stands in a `testdata` folder is run through the kind's own rules.
// `NAME.input.yaml` gives `NAME.output.yaml` (defaults and what creation implies), or `NAME.errors` when it is refused.
// `NAME.old.yaml` beside it makes it an update. Rewrite the answers with UPDATE_GOLDEN=1 and read the difference.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { fieldErrorText } from "../apimachinery/field-error.ts";
import type { KubeObject } from "../apimachinery/json.ts";
import type { Kind, RuleContext } from "./kind.ts";
import { builtinRegistry } from "./kind-registry.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";
const context: RuleContext = {
  nowMs: Date.UTC(2026, 0, 1),
  user: { name: "jane", groups: ["system:authenticated"] },
  subresource: "",
};

function inputs(folder: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) return inputs(path);
    return /testdata\/.*\.input\.yaml$/.test(path) ? [path] : [];
  });
}

function kindOf(object: KubeObject): Kind {
  const [group, version] = (object.apiVersion ?? "").includes("/")
    ? ((object.apiVersion as string).split("/") as [string, string])
    : ["", object.apiVersion ?? ""];
  const kind = builtinRegistry.byKind(group, version, object.kind ?? "");
  if (kind === undefined) throw new Error(`no kind ${object.apiVersion} ${object.kind}`);
  return kind;
}

/** What the API server does around these rules, and no more. */
function run(object: KubeObject, old: KubeObject | undefined): { errors: string[]; warnings: string[] } {
  const { strategy, subresources } = kindOf(object);
  strategy.setDefaults?.(object);
  if (old === undefined) {
    if (strategy.prepareForCreate) strategy.prepareForCreate(object, context);
    else if (subresources.status) delete object["status"];
    const errors = strategy.validateCreate?.(object, context) ?? [];
    return { errors: errors.map(fieldErrorText), warnings: strategy.warnings?.(object, undefined) ?? [] };
  }
  strategy.setDefaults?.(old);
  const statusOnly = old["statusUpdate"] === true;
  delete old["statusUpdate"];
  const stage = { ...context, subresource: statusOnly ? "status" : "" };
  if (statusOnly) strategy.prepareForStatusUpdate?.(object, old, stage);
  else {
    if (subresources.status) object["status"] = old["status"];
    strategy.prepareForUpdate?.(object, old, stage);
  }
  const validate = statusOnly ? strategy.validateStatusUpdate : strategy.validateUpdate;
  return {
    errors: (validate?.(object, old, stage) ?? []).map(fieldErrorText),
    warnings: strategy.warnings?.(object, old) ?? [],
  };
}

function read(path: string): KubeObject {
  return parse(readFileSync(path, "utf8")) as KubeObject;
}

function compare(path: string, text: string | undefined): void {
  if (update) {
    if (text === undefined) rmSync(path, { force: true });
    else writeFileSync(path, text);
    return;
  }
  expect(existsSync(path), `${path} ${text === undefined ? "should be gone" : "is missing"}`).toBe(text !== undefined);
  if (text !== undefined) expect(text).toBe(readFileSync(path, "utf8"));
}

describe("golden", () => {
  test.each(inputs(import.meta.dirname).map((path) => [relative(import.meta.dirname, path), path] as const))(
    "%s",
    (_, path) => {
      const object = read(path);
      const oldPath = path.replace(".input.yaml", ".old.yaml");
      const { errors, warnings } = run(object, existsSync(oldPath) ? read(oldPath) : undefined);
      const comments = warnings.map((warning) => `# Warning: ${warning}\n`).join("");
      const refused = errors.length > 0;
      compare(
        path.replace(".input.yaml", ".output.yaml"),
        refused ? undefined : comments + stringify(object, { sortMapEntries: true, lineWidth: 0 }),
      );
      compare(path.replace(".input.yaml", ".errors"), refused ? `${errors.join("\n")}\n` : undefined);
    },
  );
});
