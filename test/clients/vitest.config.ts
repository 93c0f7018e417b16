// The ecosystem's own clients, against a live server without a node.
import { defineConfig } from "vitest/config";

/** Tests mostly wait for programs and for the server, so more of them run side by side than there are cores. */
const filesAtOnce = 4;

export default defineConfig({
  test: {
    name: "clients",
    include: ["test/clients/**/*.test.ts"],
    globalSetup: ["test/e2e/harness/build-once.ts", "test/conformance/harness/instance.ts"],
    pool: "forks",
    maxWorkers: filesAtOnce,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
