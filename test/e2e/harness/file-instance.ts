// One instance without a node for all tests of a file: started before the first, removed after the last.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Instance, removeInstance, spawnInstance, untilReady } from "./instance.ts";

/** To be called at the top of a file; what it answers is there once tests run. */
export function fileInstance(): () => Instance {
  let instance: Instance | undefined;
  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "skerry-e2e-"));
    instance = await untilReady(await spawnInstance({ dataDir, parameters: ["--no-agent"] }));
  });
  afterAll(async () => {
    if (instance === undefined) return;
    await instance.interrupt();
    await removeInstance(instance.dataDir);
  });
  return () => {
    if (instance === undefined) throw new Error("the instance is there once tests run");
    return instance;
  };
}
