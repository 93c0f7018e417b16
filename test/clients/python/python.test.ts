// Debian's Python client: what its scripts see, typed and dynamic.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { runProgram } from "../../e2e/harness/program.ts";
import { clientStory } from "../harness/client-story.ts";
import { expireRevisions } from "../harness/expire-revisions.ts";
import { widgetDefinition } from "../harness/widget-definition.ts";

/** The distribution's own, whose packages its package manager installs. */
const python = "/usr/bin/python3";
const hasClient = spawnSync(python, ["-c", "import kubernetes"]).status === 0;
const reason = "Debian's package python3-kubernetes is not installed";
const group = "python.clients.example.com";

async function seenBy(script: string, ...parameters: string[]): Promise<unknown> {
  const path = join(import.meta.dirname, script);
  const { code, stdout, stderr } = await runProgram(python, [
    "-W",
    "ignore",
    path,
    inject("kubeconfig"),
    ...parameters,
  ]);
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

clientStory("objects, patches, watches and errors", async ({ tools, namespace, skip }) => {
  skip(!hasClient, reason);
  const { metadata } = (await tools.getJson("namespace", namespace)) as { metadata: { resourceVersion: string } };
  await expireRevisions(tools);
  expect(await seenBy("objects.py", namespace, metadata.resourceVersion)).toEqual({
    made: ["one", true],
    replaced: { a: "1", b: "2" },
    stale: [409, "Conflict"],
    patched: { app: "x" },
    events: [
      ["ADDED", null],
      ["MODIFIED", { c: "3" }],
      ["DELETED", { c: "3" }],
    ],
    expired: 410,
    containers: ["main", "side"],
    scaled: 1,
    selected: ["web"],
    deleted: "ConfigMapList",
    gone: 404,
    version: "36",
  });
});

clientStory("the dynamic client on a custom kind", async ({ tools, namespace, skip }) => {
  skip(!hasClient, reason);
  await tools.apply(JSON.stringify(widgetDefinition(group)));
  await tools.kubectl("wait", `crd/widgets.${group}`, "--for=condition=Established", "--timeout=10s");
  expect(await seenBy("dynamic.py", namespace, group)).toEqual({
    namespaced: true,
    verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    subresources: ["scale", "status"],
    made: { note: "made", replicas: 1, size: "small" },
    invalid: "spec.size",
    patched: "changed",
    scale: 3,
    applied: "large",
    conflict: ".spec.size",
    forced: {
      parts: [{ name: "a", count: 1 }, { name: "b" }],
      replicas: 1,
      size: "small",
    },
    managers: [
      ["first", "Apply"],
      ["second", "Apply"],
    ],
    events: [
      ["ADDED", "three"],
      ["DELETED", "three"],
    ],
    "built-in": "one",
    missing: 404,
    unknown: true,
  });
});
