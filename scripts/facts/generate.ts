// Writes src/kinds/facts/*.gen.ts from upstream's OpenAPI document and protobuf field numbers.
// usage: npm run facts [-- FOLDER]   (or SKERRY_REFERENCE=FOLDER; the folder has swagger.json and protobuf-fields.json)
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { definitionFacts } from "./definitions.ts";
import { factFiles } from "./fact-files.ts";
import { readGoFields } from "./go-fields.ts";
import { defaultReferenceFolder, readSources } from "./sources.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = resolve(root, process.argv[2] ?? process.env["SKERRY_REFERENCE"] ?? defaultReferenceFolder);

const sources = readSources(folder);
for (const [name, text] of Object.entries(factFiles(sources, definitionFacts(sources, readGoFields())))) {
  writeFileSync(join(root, "src/kinds/facts", name), text);
  const gzip = gzipSync(text).length;
  console.log(`${name.padEnd(24)} ${String(text.length).padStart(8)} bytes ${String(gzip).padStart(7)} gzip`);
}
