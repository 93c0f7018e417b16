// The node agent's entry: `agent.cjs --server URL --token-file FILE ...` runs it, `agent.cjs purge` takes all of it away.
import { systemClock } from "../../src/platform/node/clock.ts";
import { lineLog } from "../../src/platform/node/log.ts";
import { systemRandom } from "../../src/platform/node/random.ts";
import { systemTimers } from "../../src/platform/node/timers.ts";
import { type Agent, type AgentPlatform, startAgent } from "./agent.ts";
import { parseConfig } from "./config.ts";
import { STOP_WITHIN_MS } from "./limits.ts";
import { purge } from "./purge.ts";

const platform: AgentPlatform = {
  clock: systemClock,
  timers: systemTimers,
  random: systemRandom,
  log: lineLog(systemClock, (line) => process.stderr.write(`${line}\n`)),
};

async function run(args: readonly string[]): Promise<void> {
  const parsed = parseConfig(args);
  if (parsed.type === "wrong") {
    for (const message of parsed.messages) process.stderr.write(`${message}\n`);
    process.exitCode = 2;
    return;
  }
  let agent: Agent | undefined;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    // Pods go on without us: what is left unfinished is taken up at the next start.
    await Promise.race([agent?.stop(), platform.timers.sleep(STOP_WITHIN_MS)]);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end());
  agent = await startAgent(parsed.config, platform);
}

// A promise that nobody waited for is a mistake of ours, not a reason to leave pods alone.
process.on("unhandledRejection", (error) => platform.log.error("unhandled rejection", { error: String(error) }));

const [command, ...rest] = process.argv.slice(2);
const work = command === "purge" ? purge(rest, platform) : run(process.argv.slice(2));
work.catch((error: unknown) => {
  platform.log.error("the agent can't go on", {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  process.exit(1);
});
