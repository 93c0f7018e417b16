// Runs a further process in a running container.
import type { Duplex } from "node:stream";
import type { Docker } from "./client.ts";

export interface ExecSpec {
  readonly command: readonly string[];
  readonly stdin?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly tty?: boolean;
  readonly env?: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
}

export interface ExecState {
  readonly Running: boolean;
  /** Null until it has ended, and for a moment after. */
  readonly ExitCode: number | null;
  readonly Pid: number;
}

/** Prepares an exec and answers its id. Throws DockerError: `not-found`, or `conflict` when the container isn't running. */
export async function createExec(docker: Docker, containerId: string, spec: ExecSpec): Promise<string> {
  const answer = await docker.call<{ Id: string }>({
    method: "POST",
    path: `/containers/${encodeURIComponent(containerId)}/exec`,
    body: {
      Cmd: spec.command,
      AttachStdin: spec.stdin ?? false,
      AttachStdout: spec.stdout ?? true,
      AttachStderr: spec.stderr ?? true,
      Tty: spec.tty ?? false,
      ...(spec.env === undefined ? {} : { Env: spec.env }),
      ...(spec.user === undefined ? {} : { User: spec.user }),
      ...(spec.workingDir === undefined ? {} : { WorkingDir: spec.workingDir }),
    },
  });
  return answer.Id;
}

/**
 * Starts it and answers the raw connection: write = stdin, `end()` = end of stdin, read = output, multiplexed
 * (`OutputSplitter`) unless `tty`. The readable side ends with the process. Throws DockerError when it can't start.
 */
export function startExec(
  docker: Docker,
  execId: string,
  { tty, signal }: { readonly tty: boolean; readonly signal?: AbortSignal },
): Promise<Duplex> {
  return docker.hijack({
    method: "POST",
    path: `/exec/${encodeURIComponent(execId)}/start`,
    body: { Detach: false, Tty: tty },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Only after the start: before, Docker has no terminal to resize and answers an error. */
export async function resizeExec(
  docker: Docker,
  execId: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Promise<void> {
  await docker.perform({
    method: "POST",
    path: `/exec/${encodeURIComponent(execId)}/resize`,
    query: { w: columns, h: rows },
  });
}

export function inspectExec(docker: Docker, execId: string): Promise<ExecState> {
  return docker.call({ method: "GET", path: `/exec/${encodeURIComponent(execId)}/json` });
}
