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

function forNode(name: string, entry: string, outfile: string): Bundle {
  return {
    name,
    entry,
    outfile,
    options: { ...smaller, platform: "node", target: "node20.19", banner: { js: requireForModules } },
  };
}

export const bundles: readonly Bundle[] = [
  {
    name: "worker",
    entry: "src/worker.ts",
    outfile: "dist/worker/worker.js",
    options: {
      platform: "neutral",
      target: "es2024",
      mainFields: ["browser", "module", "main"],
      conditions: ["workerd", "worker", "browser"],
      external: ["cloudflare:*", "node:*"],
      ...smaller,
    },
  },
  forNode("agent", "agents/node/main.ts", "dist/agent.js"),
  forNode("cli", "src/cli/main.ts", "dist/cli.js"),
];
