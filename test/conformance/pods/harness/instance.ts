// The cluster under test, with a node: started before the first test, removed after the last.
import type { TestProject } from "vitest/node";
import { setup as buildOnce } from "../../../e2e/harness/build-once.ts";
import { ensureImages } from "../../../e2e/harness/images.ts";
import { setup as startShared } from "../../../e2e/harness/shared-instance.ts";
import { ensureToolImage } from "./tool-image.ts";

/** A kubeconfig of a cluster that runs already on this machine is taken from SKERRY_KUBECONFIG. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await Promise.all([ensureImages(), ensureToolImage()]);
  const running = process.env["SKERRY_KUBECONFIG"];
  if (running === undefined) {
    buildOnce();
    return startShared(project);
  }
  project.provide("kubeconfig", running);
  return async () => {};
}
