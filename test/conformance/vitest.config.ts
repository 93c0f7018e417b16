// The conformance tests, on live servers.
import { defineConfig } from "vitest/config";

/** Tests mostly wait for the server, so more of them run side by side than there are cores. */
const filesAtOnce = 4;
/** Tests with pods run side by side within a file too: they wait for starts, but starts take processor time. */
const podFilesAtOnce = 3;
const podTestsAtOnce = 5;
const buildOnce = "test/e2e/harness/build-once.ts";

export default defineConfig({
  test: {
    projects: [
      {
        // What needs no node.
        test: {
          name: "api",
          include: ["test/conformance/*/*.test.ts"],
          exclude: ["test/conformance/pods/**", "test/conformance/report/**"],
          globalSetup: [buildOnce, "test/conformance/harness/instance.ts"],
          pool: "forks",
          maxWorkers: filesAtOnce,
          sequence: { groupOrder: 1 },
          hookTimeout: 180_000,
        },
      },
      {
        // What runs pods.
        test: {
          name: "pods",
          include: ["test/conformance/pods/**/*.test.ts"],
          globalSetup: ["test/conformance/pods/harness/instance.ts"],
          pool: "forks",
          maxWorkers: podFilesAtOnce,
          maxConcurrency: podTestsAtOnce,
          sequence: { groupOrder: 2 },
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
