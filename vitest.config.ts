import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "src/**/*.test.ts",
            "agents/**/*.test.ts",
            "scripts/**/*.test.ts",
            "bench/**/*.test.ts",
            "test/tidy/**/*.test.ts",
            "test/simulation/**/*.test.ts",
            "test/conformance/report/**/*.test.ts",
            "test/fuzz/**/*.test.ts",
          ],
          environment: "node",
          // Some tests try thousands of cases, and the machine may have other work.
          testTimeout: 20_000,
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./test/workers/storage/wrangler.toml" } })],
        test: { name: "workers", include: ["test/workers/storage/**/*.test.ts"] },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./test/workers/link/wrangler.toml" } })],
        test: { name: "workers-link", include: ["test/workers/link/**/*.test.ts"] },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./test/workers/objects/wrangler.toml" } })],
        test: { name: "workers-objects", include: ["test/workers/objects/**/*.test.ts"] },
      },
    ],
  },
});
