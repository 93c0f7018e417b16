// Derives the list of upstream's conformance tests from the facts about them: names and what each needs, no prose.
// usage: node scripts/run.mjs test/conformance/list/generate.ts FACTS.json
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const facts = z.array(z.object({ sig: z.string(), codename: z.string(), needs: z.string() }));

const source = process.argv[2];
if (source === undefined) throw new Error("usage: generate.ts FACTS.json");
const tests = facts
  .parse(JSON.parse(readFileSync(source, "utf8")))
  .map(({ sig, codename, needs }) => ({ area: sig, name: codename, needs }))
  .sort((one, other) => (one.name < other.name ? -1 : 1));
const lines = tests.map((test) => `  ${JSON.stringify(test)}`).join(",\n");
writeFileSync(join(import.meta.dirname, "tests.gen.json"), `[\n${lines}\n]\n`);
