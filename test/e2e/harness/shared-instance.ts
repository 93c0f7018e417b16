// Starts the one instance that all stories share, before the first and until after the last.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ensureImages } from "./images.ts";
import { removeInstance, spawnInstance, untilReady } from "./instance.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The shared instance's. */
    kubeconfig: string;
    server: string;
    dataDir: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureImages();
  const dataDir = mkdtempSync(join(tmpdir(), "skerry-stories-"));
  const instance = await spawnInstance({ dataDir });
  const teardown = async () => {
    // Before the end, so that an instance that can't be stopped fails the run.
    const code = await instance.interrupt();
    await removeInstance(dataDir);
    if (code !== 0) throw new Error(`npm start ended with ${code}:\n${instance.stderr()}`);
  };
  try {
    await untilReady(instance);
  } catch (error) {
    await removeInstance(dataDir);
    throw error;
  }
  project.provide("kubeconfig", instance.kubeconfig);
  project.provide("server", instance.server);
  project.provide("dataDir", dataDir);
  return teardown;
}
