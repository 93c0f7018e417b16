// Brings the kernel's table to a program: by differences while we know what is there, by all of it when we don't.
import type { Log } from "../../../src/platform/log.ts";
import { type CommandOutcome, type Commands, failureText } from "../network/command.ts";
import { difference, differenceText } from "./difference.ts";
import { emptyProgram, type Program } from "./program.ts";
import { type ProxyTableSettings, programText } from "./proxy-table.ts";
import { forgetArguments, staleFlows, udpChanged } from "./udp-flows.ts";

/** What became of a program. */
export type ApplyOutcome =
  | { readonly type: "unchanged" }
  | { readonly type: "changed"; readonly how: "difference" | "whole" }
  | { readonly type: "failed"; readonly why: string };

export interface ProxyTable {
  /** One at a time, please: the caller waits for the answer before the next. */
  apply(program: Program): Promise<ApplyOutcome>;
  /** Whether the table is there; if not, the next `apply` writes all of it. */
  look(): Promise<boolean>;
}

export function createProxyTable(settings: ProxyTableSettings, commands: Commands, log: Log): ProxyTable {
  /** What the kernel holds, as far as we know. Of what an earlier life left there, we know nothing. */
  let present: Program | undefined;
  let complained = false;

  async function write(text: string): Promise<CommandOutcome> {
    return commands.run("nft", ["-f", "-"], text);
  }

  async function applyWhole(program: Program): Promise<ApplyOutcome> {
    present = undefined;
    const outcome = await write(programText(settings, program));
    if (!succeeded(outcome)) return { type: "failed", why: failureText(outcome) };
    present = program;
    return { type: "changed", how: "whole" };
  }

  async function applyChange(program: Program): Promise<ApplyOutcome> {
    if (!present) return applyWhole(program);
    const text = differenceText(settings.table, difference(present, program));
    if (text === "") return { type: "unchanged" };
    const outcome = await write(text);
    if (succeeded(outcome)) {
      present = program;
      return { type: "changed", how: "difference" };
    }
    log.warn("the proxy's table isn't what it was; writing all of it", { why: failureText(outcome) });
    return applyWhole(program);
  }

  async function forgetFlows(before: Program, after: Program): Promise<void> {
    const listed = await commands.run("conntrack", ["-L", "-p", "udp"]);
    if (!succeeded(listed)) {
      if (!complained) log.warn("can't look for stale UDP flows", { why: failureText(listed) });
      complained = true;
      return;
    }
    for (const flows of staleFlows(listed.stdout, before, after))
      await commands.run("conntrack", forgetArguments(flows));
  }

  return {
    async apply(program) {
      const before = present;
      const outcome = await applyChange(program);
      const look = outcome.type === "changed" && udpChanged(before ?? emptyProgram, program);
      if (look) await forgetFlows(before ?? emptyProgram, program);
      return outcome;
    },
    async look() {
      // Only checked, not done: listing anything makes nft 1.0.6 fetch every element, this doesn't.
      const outcome = await commands.run(
        "nft",
        ["-c", "-f", "-"],
        `add rule ip ${settings.table} inside jump refuse\n`,
      );
      const stands = succeeded(outcome);
      if (!stands) present = undefined;
      return stands;
    },
  };
}

function succeeded(outcome: CommandOutcome): outcome is CommandOutcome & { type: "exited" } {
  return outcome.type === "exited" && outcome.code === 0;
}
