// The network tests: one file after the other, since they share one network namespace.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "network",
    include: ["test/network/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
