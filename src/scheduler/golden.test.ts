// Golden decisions: `NAME.input.yaml` holds nodes, namespaces and pods; `NAME.output.yaml` what each pod without a node
// gets, in their order, and how each plugin scored the nodes that fit. Rewrite with UPDATE_GOLDEN=1 and read the difference.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import type { KubeObject } from "../apimachinery/json.ts";
import { builtinRegistry } from "../kinds/kind-registry.ts";
import { SeededRandom } from "../platform/simulated/random.ts";
import { ClusterCache } from "./cluster-cache.ts";
import { runCycle, scoreNodes } from "./cycle.ts";
import { fitMessage } from "./fit-message.ts";
import { defaultProfile } from "./profile.ts";
import { ClusterReader } from "./reading.ts";
import type { PodInfo } from "./snapshot.ts";

const folder = join(import.meta.dirname, "testdata");
const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".input.yaml"))
  .map((name) => name.slice(0, -".input.yaml".length));

/** As the API server would have stored it. */
function stored(object: KubeObject, index: number): KubeObject {
  const kind = builtinRegistry.byKind("", "v1", object.kind ?? "");
  const status = object["status"];
  object.metadata = {
    ...(object.kind === "Pod" ? { namespace: "default" } : {}),
    uid: `uid-${index}`,
    ...object.metadata,
  };
  kind?.strategy.setDefaults?.(object);
  if (object.kind === "Pod") {
    const context = { nowMs: 0, user: { name: "jane", groups: [] }, subresource: "" };
    kind?.strategy.prepareForCreate?.(object, context);
    object["status"] = { ...object["status"], ...status };
  }
  return object;
}

function decide(documents: readonly KubeObject[]): unknown {
  const cache = new ClusterCache();
  const reader = new ClusterReader();
  const random = new SeededRandom(1);
  const waiting: PodInfo[] = [];
  for (const [index, document] of documents.entries()) {
    const object = stored(document, index);
    const reading = reader.read(`${(object.kind ?? "").toLowerCase()}s`, JSON.stringify(object));
    if (reading?.type === "node") cache.setNode(reading.node);
    else if (reading?.type === "namespace") cache.setNamespace(reading.name, reading.labels);
    else if (reading?.stage === "placed") cache.place(reading.pod, reading.pod.nodeName as string);
    else if (reading?.stage === "waits") waiting.push(reading.pod);
  }
  return waiting.map((pod) => {
    const scores = scoresOf(pod, cache);
    const decision = runCycle(pod, { profile: defaultProfile, cluster: cache, random, start: 0 });
    const told = { pod: `${pod.namespace}/${pod.name}` };
    if (decision.type === "unfit") return { ...told, message: fitMessage(pod, decision.diagnosis) };
    cache.place(pod, decision.node.name, true);
    return { ...told, node: decision.node.name, ...(scores === undefined ? {} : { scores }) };
  });
}

/** Unweighted, by plugin and node, of the nodes that fit. */
function scoresOf(pod: PodInfo, cluster: ClusterCache): unknown {
  const filters = defaultProfile.map((plugin) => plugin.filter?.(pod, cluster)).filter((one) => one !== undefined);
  const nodes = cluster.nodes.filter((node) =>
    filters.every((filter) => !("rejected" in filter) && filter.check(node) === undefined),
  );
  if (nodes.length < 2) return undefined;
  const told: Record<string, Record<string, number>> = {};
  for (const plugin of defaultProfile) {
    if (plugin.score?.(pod, cluster, nodes) === undefined) continue;
    const scores = scoreNodes(pod, [{ ...plugin, scoreWeight: 1 }], cluster, nodes);
    told[plugin.name] = Object.fromEntries(nodes.map((node, index) => [node.name, scores[index] as number]));
  }
  return told;
}

describe("golden decisions", () => {
  test.each(cases)("%s", (name) => {
    const input = readFileSync(join(folder, `${name}.input.yaml`), "utf8");
    const documents = parseAllDocuments(input).map((document) => document.toJS() as KubeObject);
    const output = stringify(decide(documents), { lineWidth: 0 });
    const path = join(folder, `${name}.output.yaml`);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, output);
    expect(output).toBe(readFileSync(path, "utf8"));
  });
});
