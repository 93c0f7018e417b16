// The three programs that are bundled, each for where it runs.
import type { BuildOptions } from "esbuild";

/** Some dependencies are CommonJS and call `require` for Node's own modules: a bundle of ES modules has none by itself. */
const requireForModules =
  'import { createRequire as createRequireForBundle } from "node:module"; const require = createRequireForBundle(import.meta.url);';

/** Less to read at a start and to keep in memory. Names stay: stack traces in the log must be readable. */
const smaller = { minifySyntax: true, minifyWhitespace: true } as const;

export interface Bundle {
  readonly name: string;
  readonly entry: string;
  readonly outfile: string;
  readonly options: BuildOptions;
}

const onNode = { ...smaller, platform: "node", target: "node20.19" } as const;

export const bundles: readonly Bundle[] = [
  {
    name: "worker",
    entry: "src/worker.ts",
    outfile: "dist/worker/worker.js",
    options: {
      format: "esm",
      platform: "neutral",
      target: "es2024",
      mainFields: ["browser", "module", "main"],
      conditions: ["workerd", "worker", "browser"],
      external: ["cloudflare:*", "node:*"],
      ...smaller,
    },
  },
  {
    name: "agent",
    entry: "agents/node/main.ts",
    outfile: "dist/agent.cjs",
    // CommonJS: an ES module that imports `node:http` makes Node load all that its namespace names, fetch's client among it.
    options: { ...onNode, format: "cjs" },
  },
  {
    name: "cli",
    entry: "src/cli/main.ts",
    outfile: "dist/cli.js",
    options: { ...onNode, format: "esm", banner: { js: requireForModules } },
  },
];
