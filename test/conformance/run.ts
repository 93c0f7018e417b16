// `npm run conformance`: runs what is written here of upstream's conformance tests, and sums it up.
// usage: npm run conformance [-- VITEST PARAMETERS, such as --project api]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { conformanceTests } from "./list/conformance-tests.ts";
import { waitsFor } from "./not-yet.ts";
import { conformanceResults, renderConformance } from "./report/conformance-report.ts";

const root = resolve(import.meta.dirname, "../..");
const reports = join(root, "reports");
const runReport = join(reports, "conformance-run.json");
mkdirSync(reports, { recursive: true });
rmSync(runReport, { force: true });

const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/conformance/vitest.config.ts"];
const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${runReport}`];
const { status } = spawnSync(process.execPath, [...vitest, ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
if (!existsSync(runReport)) {
  console.error("the tests did not run");
  process.exit(1);
}
const results = conformanceResults(conformanceTests, JSON.parse(readFileSync(runReport, "utf8")), waitsFor);
writeFileSync(join(reports, "conformance.json"), `${JSON.stringify(results, null, 2)}\n`);
console.log(`\n${renderConformance(results)}`);
process.exit(status ?? 1);
