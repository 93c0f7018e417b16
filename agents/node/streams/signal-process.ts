// Signals to processes of this host: those of containers, by the ids that Docker tells.

/** False when there is no such process any more, or it isn't ours to signal. */
export function signalProcess(pid: number, signal: "SIGHUP" | "SIGPIPE"): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
