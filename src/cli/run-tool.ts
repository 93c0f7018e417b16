// Runs kubectl or helm against this instance, with the terminal as its own.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dataDir } from "./data-dir.ts";
import { type PackagedTool, packagedTool } from "./packaged-tools.ts";

/** What a shell answers for a program that isn't there, and for one that a signal ended. */
const notFoundCode = 127;
const signalledCode = 130;

/** Resolves to the tool's exit code. A kubeconfig that the person names themselves wins. */
export function runTool(
  root: string,
  dataDirectory: string,
  tool: PackagedTool,
  parameters: readonly string[],
): Promise<number> {
  const { kubeconfig } = dataDir(dataDirectory);
  if (!existsSync(kubeconfig)) throw new Error(`${kubeconfig} is not there; start with \`npm start\` first`);
  const command = packagedTool(root, tool);
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      stdio: "inherit",
      env: { ...process.env, KUBECONFIG: kubeconfig },
    });
    // The terminal sends Ctrl-C to both; what it means is the tool's business.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("error", (error) => {
      process.stderr.write(`skerry: ${command} can't be run: ${error.message}\n`);
      resolve(notFoundCode);
    });
    child.on("exit", (code) => resolve(code ?? signalledCode));
  });
}
