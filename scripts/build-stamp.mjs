// Tells whether dist/ was built from the sources as they are: by their content, since a checkout renews every date.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files and folders that the build reads. */
const inputs = [
  "src",
  "agents",
  "scripts/build.ts",
  "scripts/build",
  "scripts/openapi",
  "wrangler.toml",
  "package-lock.json",
];

function filesUnder(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  const entries = readdirSync(full, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(root, child);
    return entry.name.endsWith(".test.ts") || entry.name.endsWith(".md") ? [] : [child];
  });
}

/** A digest of everything that the build reads below `root`. */
export function sourceStamp(root) {
  const digest = createHash("sha256");
  for (const input of inputs) {
    const files = /\.\w+$/.test(input) ? [input] : filesUnder(root, input).sort();
    for (const file of files.filter((one) => existsSync(join(root, one)))) {
      digest
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update("\0");
    }
  }
  return digest.digest("hex");
}

/** Where the build leaves the stamp of what it was made from. */
export function stampPath(root) {
  return join(root, "dist/stamp");
}

export function isBuilt(root, stamp) {
  const path = stampPath(root);
  return existsSync(path) && readFileSync(path, "utf8") === stamp;
}
