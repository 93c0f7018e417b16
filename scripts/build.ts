// Builds dist/: the Worker, the node agent, the command line and the static assets.
// usage: npm run build
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { type Bundle, bundles } from "./build/bundles.ts";
import { readWorkerManifest } from "./build/worker-manifest.ts";
import { sourceStamp, stampPath } from "./build-stamp.mjs";
import { buildOpenApiAssets } from "./openapi/assets.ts";

const root = resolve(import.meta.dirname, "..");

function kib(length: number): string {
  return `${(length / 1024).toFixed(1)} KiB`.padStart(12);
}

function report(name: string, path: string): void {
  const bytes = readFileSync(path);
  console.log(`${name.padEnd(8)}${kib(bytes.length)}${kib(gzipSync(bytes).length)} gzip`);
}

async function makeBundle(bundle: Bundle): Promise<void> {
  const outfile = join(root, bundle.outfile);
  await build({
    ...bundle.options,
    entryPoints: [join(root, bundle.entry)],
    outfile,
    absWorkingDir: root,
    bundle: true,
    legalComments: "none",
    logLevel: "warning",
  });
  report(bundle.name, outfile);
}

function makeAssets(): void {
  const assets = join(root, "dist/assets");
  mkdirSync(assets, { recursive: true });
  const { documents, bytes, gzipBytes } = buildOpenApiAssets(assets);
  console.log(`${"assets".padEnd(8)}${kib(bytes)}${kib(gzipBytes)} gzip, ${documents} documents`);
}

function writeManifest(): void {
  const manifest = readWorkerManifest(join(root, "wrangler.toml"));
  writeFileSync(join(root, "dist/worker/manifest.json"), JSON.stringify(manifest, null, 2));
}

async function buildAll(): Promise<void> {
  // Before, so that a change during the build makes the next start build again.
  const stamp = sourceStamp(root);
  // First of all: whatever fails below, what lies there is then not taken for finished.
  rmSync(stampPath(root), { force: true });
  for (const bundle of bundles) await makeBundle(bundle);
  writeManifest();
  makeAssets();
  writeFileSync(stampPath(root), stamp);
}

try {
  await buildAll();
} catch (error) {
  process.exitCode = 1;
  // esbuild has said what is wrong, with the places.
  if (!(error instanceof Error && "errors" in error)) throw error;
}
