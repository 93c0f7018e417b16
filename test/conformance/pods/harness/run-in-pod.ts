// Commands in containers over a WebSocket, as client libraries send them.
import { WebSocket } from "ws";
import type { Access } from "../../harness/api.ts";

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** What comes over a WebSocket, by channel, until the server closes it. */
export function channelsOf(access: Access, path: string, subprotocol: string): Promise<Buffer[]> {
  const socket = new WebSocket(access.server.replace(/^http/, "ws") + path, [subprotocol], {
    ca: access.ca,
    headers: { authorization: `Bearer ${access.token}` },
    perMessageDeflate: false,
  });
  const channels: Buffer[][] = [[], [], [], [], []];
  socket.on("message", (data: Buffer) => {
    channels[data[0] as number]?.push(data.subarray(1));
  });
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => resolve(channels.map((chunks) => Buffer.concat(chunks))));
  });
}

export async function runInPod(
  access: Access,
  pod: string,
  command: readonly string[],
  container?: string,
): Promise<CommandResult> {
  const query = new URLSearchParams([
    ["stdout", "true"],
    ["stderr", "true"],
    ...(container === undefined ? [] : [["container", container]]),
    ...command.map((word) => ["command", word]),
  ] as [string, string][]);
  const [, stdout, stderr, error] = await channelsOf(access, `${pod}/exec?${query}`, "v5.channel.k8s.io");
  const text = error?.toString() ?? "";
  if (text === "") throw new Error(`the connection of ${command.join(" ")} ended without a result`);
  return { stdout: stdout?.toString() ?? "", stderr: stderr?.toString() ?? "", code: exitCode(JSON.parse(text)) };
}

interface ExecStatus {
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason: string; readonly message: string }[] };
}

function exitCode(status: ExecStatus): number {
  if (status.status === "Success") return 0;
  const cause = status.details?.causes?.find(({ reason }) => reason === "ExitCode");
  if (cause === undefined) throw new Error(`the command was not run: ${JSON.stringify(status)}`);
  return Number(cause.message);
}
