// The control plane under test, without a node: started before the first test, removed after the last.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { removeInstance, spawnInstance, untilReady } from "../../e2e/harness/instance.ts";

/** A kubeconfig of a server that runs already is taken from SKERRY_KUBECONFIG. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env["SKERRY_KUBECONFIG"];
  if (running !== undefined) {
    project.provide("kubeconfig", running);
    return async () => {};
  }
  const dataDir = mkdtempSync(join(tmpdir(), "skerry-conformance-"));
  try {
    const instance = await spawnInstance({ dataDir, parameters: ["--no-agent"] });
    await untilReady(instance);
    project.provide("kubeconfig", instance.kubeconfig);
    return async () => {
      await instance.interrupt();
      await removeInstance(dataDir);
    };
  } catch (error) {
    await removeInstance(dataDir);
    throw error;
  }
}
