// Finds a Node of 22.18 or newer, for what needs type stripping, node:sqlite, vitest or wrangler.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a Node binary that is new enough. Throws with what to do when there is none. */
export function modernNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  const installed = fileURLToPath(
    new URL(`../node_modules/node-${process.platform}-${process.arch}/bin/node`, import.meta.url),
  );
  if (existsSync(installed)) return installed;
  throw new Error(
    `This needs Node 22.18 or newer; this is ${process.versions.node} and npm has no newer one for ${process.platform}-${process.arch}.`,
  );
}
