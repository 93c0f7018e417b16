// The node link whole: workerd, an agent's link, real containers. One file after the other: they share the daemon.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "tunnel",
    include: ["test/tunnel/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    fileParallelism: false,
    testTimeout: 45_000,
    hookTimeout: 60_000,
  },
});
