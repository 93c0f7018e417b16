// The end-to-end tests: what a person does, with the programs that a person uses.
import { defineConfig } from "vitest/config";

/** Starting, waiting for pods and stopping take seconds, on a machine that does other things too. */
const timeouts = { testTimeout: 120_000, hookTimeout: 180_000, teardownTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        // Instances without a node: each test its own, side by side.
        test: {
          ...timeouts,
          name: "front-door",
          include: ["test/e2e/front-door/**/*.test.ts"],
          globalSetup: ["test/e2e/harness/build-once.ts"],
          pool: "forks",
        },
      },
      {
        // One instance with a node for all of them; each file has a namespace of its own.
        test: {
          ...timeouts,
          name: "stories",
          include: ["test/e2e/stories/**/*.test.ts"],
          globalSetup: ["test/e2e/harness/build-once.ts", "test/e2e/harness/shared-instance.ts"],
          pool: "forks",
          maxWorkers: 4,
        },
      },
      {
        // Instances with a node that are stopped and killed: one at a time, since nodes share this host's network.
        test: {
          ...timeouts,
          name: "alone",
          include: ["test/e2e/alone/**/*.test.ts"],
          globalSetup: ["test/e2e/harness/build-once.ts"],
          pool: "forks",
          fileParallelism: false,
        },
      },
    ],
  },
});
