// What is mounted where, as this process sees it. Linux: proc(5), /proc/PID/mountinfo

export interface MountEntry {
  readonly mountPoint: string;
  /** "tmpfs", "ext4", "overlay". */
  readonly type: string;
  /** Mounts made in it appear elsewhere too. */
  readonly shared: boolean;
  /** Mounts made elsewhere appear in it. */
  readonly slave: boolean;
}

/** In the order in which they were made: the last one at a place covers those before. */
export function parseMountTable(text: string): MountEntry[] {
  return text.split("\n").flatMap((line) => {
    const [before, after] = line.split(" - ");
    const fields = before?.split(" ") ?? [];
    const mountPoint = fields[4];
    if (mountPoint === undefined || after === undefined) return [];
    const tags = fields.slice(6);
    return [
      {
        mountPoint: unescaped(mountPoint),
        type: after.split(" ")[0] ?? "",
        shared: tags.some((tag) => tag.startsWith("shared:")),
        slave: tags.some((tag) => tag.startsWith("master:")),
      },
    ];
  });
}

/** The mount that a path lies on. `path` has no symbolic link in it. */
export function mountOf(table: readonly MountEntry[], path: string): MountEntry | undefined {
  let found: MountEntry | undefined;
  for (const entry of table) {
    if (!isWithin(path, entry.mountPoint)) continue;
    if (found === undefined || entry.mountPoint.length >= found.mountPoint.length) found = entry;
  }
  return found;
}

/** Mounts at `folder` and below, the last made first: in the order in which they can be taken away. */
export function mountsWithin(table: readonly MountEntry[], folder: string): string[] {
  return table
    .map(({ mountPoint }) => mountPoint)
    .filter((one) => isWithin(one, folder))
    .reverse();
}

/** `folder` itself, or below it. Both absolute, without "." or "..". */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** Blanks and backslashes come as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_whole, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
