// What a story starts from: tools for the shared instance, in a namespace of the story's own.
import { test as base, inject } from "vitest";
import { type Tools, toolsFor } from "./kubectl.ts";

export interface StoryFixtures {
  /** Made for this test, deleted after it. */
  readonly namespace: string;
  /** kubectl and helm in that namespace. */
  readonly tools: Tools;
}

let serial = 0;

/** vitest's `test`, with `{ tools, namespace }`. */
export const story = base.extend<StoryFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that one needs from here
  namespace: async ({}, use) => {
    const name = `story-${process.pid}-${serial++}`;
    const everywhere = toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" });
    await everywhere.kubectl("create", "namespace", name);
    await use(name);
    await everywhere.kubectl("delete", "namespace", name, "--wait=false");
  },
  tools: async ({ namespace }, use) => {
    await use(toolsFor({ kubeconfig: inject("kubeconfig"), namespace }));
  },
});
