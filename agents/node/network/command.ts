// Running the system's network tools: `ip`, `nft`, `iptables`, `conntrack`. The agent's only way to the kernel's network state.
import { spawn } from "node:child_process";
import { commandOutputBytesMax, commandTimeoutMs } from "./limits.ts";

export type CommandOutcome =
  | { readonly type: "exited"; readonly code: number; readonly stdout: string; readonly stderr: string }
  /** The program isn't installed. */
  | { readonly type: "missing"; readonly program: string }
  /** It ran too long, said too much or was killed by somebody. */
  | { readonly type: "killed"; readonly program: string; readonly reason: string };

export interface Commands {
  /** Runs `program` with `args`, writes `input` to its standard input, waits for its end. Never rejects. */
  run(program: string, args: readonly string[], input?: string): Promise<CommandOutcome>;
}

/** A tool said no. `stderr` is its own explanation. */
export class CommandError extends Error {
  readonly stderr: string;
  constructor(message: string, stderr: string) {
    super(message);
    this.name = "CommandError";
    this.stderr = stderr;
  }
}

/** Commands as child processes of this one: in its network namespace, with its rights. */
export function createCommands(): Commands {
  return { run: runProcess };
}

async function runProcess(program: string, args: readonly string[], input = ""): Promise<CommandOutcome> {
  try {
    return await spawned(program, args, input);
  } catch (error) {
    // Arguments the kernel doesn't take, no process left to have.
    return { type: "killed", program, reason: String(error) };
  }
}

function spawned(program: string, args: readonly string[], input: string): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "pipe", timeout: commandTimeoutMs, killSignal: "SIGKILL" });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > commandOutputBytesMax) child.kill("SIGKILL");
      else chunks.push(chunk);
    };
    child.stdout.on("data", keep(stdout));
    child.stderr.on("data", keep(stderr));
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve({ type: "missing", program });
      else resolve({ type: "killed", program, reason: error.message });
    });
    child.on("close", (code, signal) => {
      if (code === null)
        return resolve({ type: "killed", program, reason: `ended by ${signal ?? "an unknown signal"}` });
      resolve({
        type: "exited",
        code,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
    // A tool that exits before it has read everything breaks the pipe; its exit code tells the story.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** Runs a command that must succeed and answers its standard output. */
export async function must(
  commands: Commands,
  program: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const outcome = await commands.run(program, args, input);
  if (outcome.type === "exited" && outcome.code === 0) return outcome.stdout;
  throw new CommandError(`${program} ${args.join(" ")}: ${failureText(outcome)}`, failureText(outcome));
}

/** Why a command didn't succeed, in one line. */
export function failureText(outcome: CommandOutcome): string {
  switch (outcome.type) {
    case "exited":
      return `exit code ${outcome.code}: ${outcome.stderr.trim().split("\n").slice(0, 4).join("; ")}`;
    case "missing":
      return `${outcome.program} is not installed`;
    case "killed":
      return outcome.reason;
    default:
      return outcome satisfies never;
  }
}
