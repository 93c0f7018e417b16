// Healthy is whose command ends with 0.
// Kubernetes: pkg/probe/exec/exec.go
import { goQuote } from "../env/go-quote.ts";
import { type ExecCommand, execCommand } from "./exec-command.ts";
import { goDuration } from "./go-net.ts";
import type { ProbeResult } from "./probe-result.ts";

export async function execProbe(command: ExecCommand & { readonly timeoutMs: number }): Promise<ProbeResult> {
  const end = await execCommand(command);
  switch (end.type) {
    case "exited":
      return end.code === 0 ? { type: "success" } : { type: "failure", output: end.output };
    case "timed-out": {
      const text = goQuote(command.command.join(" "));
      return { type: "failure", output: `command timed out: ${text} timed out after ${goDuration(command.timeoutMs)}` };
    }
    case "failed":
      return { type: "error", message: end.message };
    default:
      return end satisfies never;
  }
}
