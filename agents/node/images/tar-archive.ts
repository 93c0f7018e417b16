// Writes a tar of a few small files: what an image made on the spot consists of. POSIX ustar.

export type TarEntry =
  | { readonly type: "file"; readonly path: string; readonly mode: number; readonly bytes: Uint8Array }
  | { readonly type: "directory"; readonly path: string; readonly mode: number }
  | { readonly type: "symlink"; readonly path: string; readonly target: string };

const BLOCK_BYTES = 512;
const typeFlag = { file: "0", symlink: "2", directory: "5" } as const;

/** The same entries give the same bytes: owner root, time zero. Paths are relative and at most 100 bytes. */
export function tarArchive(entries: readonly TarEntry[]): Uint8Array {
  const blocks = entries.flatMap((entry) => [header(entry), ...(entry.type === "file" ? padded(entry.bytes) : [])]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)]);
}

function header(entry: TarEntry): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  if (Buffer.byteLength(entry.path) > 100) throw new RangeError(`a path of more than 100 bytes: ${entry.path}`);
  block.write(entry.path, 0);
  block.write(octal(entry.type === "symlink" ? 0o777 : entry.mode, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(entry.type === "file" ? entry.bytes.length : 0, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(" ".repeat(8), 148);
  block.write(typeFlag[entry.type], 156);
  if (entry.type === "symlink") block.write(entry.target, 157);
  block.write("ustar\u000000", 257);
  // The sum is taken with its own field as spaces.
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${octal(sum, 6)}\u0000 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function padded(bytes: Uint8Array): Uint8Array[] {
  return [bytes, Buffer.alloc((BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES)];
}
