// Whether an address is free to listen on, and who has it otherwise.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

export type PortOutcome =
  | { readonly type: "free" }
  /** `owner` is "NAME (pid N)" where the system tells. */
  | { readonly type: "used"; readonly owner: string | undefined }
  | { readonly type: "refused"; readonly reason: string };

/** Tries to listen, and stops again at once. */
export async function tryPort(address: string, port: number): Promise<PortOutcome> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve({ type: "used", owner: portOwner(port) });
      else resolve({ type: "refused", reason: error.message });
    });
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve({ type: "free" })));
  });
}

/** The inodes of the sockets that listen on the port, from the text of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): string[] {
  const listening = "0A";
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listening && fields[1]?.endsWith(suffix))
    .map((fields) => fields[9] as string);
}

function attempt<Result>(body: () => Result, otherwise: Result): Result {
  try {
    return body();
  } catch {
    return otherwise;
  }
}

/** Processes come and go while this looks, and some are not ours to look at: those are passed over. */
function portOwner(port: number): string | undefined {
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => attempt(() => readFileSync(path, "utf8"), ""));
  const wanted = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (wanted.size === 0) return undefined;
  const pids = attempt(() => readdirSync("/proc"), []).filter((entry) => /^\d+$/.test(entry));
  const owner = pids.find((pid) => {
    const files = attempt(() => readdirSync(`/proc/${pid}/fd`), []);
    return files.some((file) => wanted.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${file}`), "")));
  });
  if (owner === undefined) return undefined;
  return `${attempt(() => readFileSync(`/proc/${owner}/comm`, "utf8").trim(), "process")} (pid ${owner})`;
}
