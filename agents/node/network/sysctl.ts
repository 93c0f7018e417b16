// Kernel switches of the host's network namespace.
import { writeFile } from "node:fs/promises";
import { type Commands, must } from "./command.ts";

/** Sets `net.ipv4.ip_forward` and the like, written as a path: `net/ipv4/ip_forward`. */
export async function setSysctl(commands: Commands, path: string, value: string): Promise<void> {
  try {
    await writeFile(`/proc/sys/${path}`, value);
  } catch (error) {
    // In a container /proc/sys is read-only; through the host's first process it isn't. The network namespace is the same.
    if ((error as NodeJS.ErrnoException).code !== "EROFS") throw error;
    await must(commands, "nsenter", ["--target", "1", "--mount", "--", "sysctl", "-qw", `${path}=${value}`]);
  }
}
