// Runs a program to its end.
import { spawn } from "node:child_process";

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** It is killed after this long; 120 s unless told. */
  readonly timeoutMs?: number;
}

/** Resolves for every exit code; rejects only when the program can't be started or takes too long. */
export function runProgram(
  command: string,
  parameters: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const timeoutMs = options.timeoutMs ?? 120_000;
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      stdio: "pipe",
      env: { ...process.env, ...options.environment },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => {
      output.stdout += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output.stderr += chunk;
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      const words = [command, ...parameters].join(" ");
      reject(new Error(`${words}: not done after ${timeoutMs / 1000} s\n${output.stdout}${output.stderr}`));
    }, timeoutMs);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, ...output });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(options.input);
  });
}
