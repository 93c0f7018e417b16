// What a volume made of objects holds: files by their path.
import { FILE_NAME_CHARACTERS_MAX, PATH_CHARACTERS_MAX } from "./limits.ts";

export interface PayloadFile {
  readonly bytes: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** Whose it is; root's when left out. */
  readonly uid?: number;
}

/** By path within the volume, with "/" between folders. */
export type Payload = ReadonlyMap<string, PayloadFile>;

/** What the volume should hold can't be had. */
export class PayloadError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PayloadError";
  }
}

/** What's wrong with a path that is to be written in a volume, if anything. Kubernetes: pkg/volume/util/atomic_writer.go validatePath */
export function payloadPathProblem(path: string): string | undefined {
  const shown = JSON.stringify(path);
  if (path === "") return `invalid path: must not be empty: ${shown}`;
  if (path.startsWith("/")) return `invalid path: must be relative path: ${path}`;
  if (path.length > PATH_CHARACTERS_MAX) {
    return `invalid path: must be less than or equal to ${PATH_CHARACTERS_MAX} characters`;
  }
  const segments = path.split("/");
  for (const segment of segments) {
    if (segment === "..") return `invalid path: must not contain '..': ${shown}`;
    if (segment.includes("\0")) return `invalid path: must not contain NUL: ${shown}`;
    if (segment.length > FILE_NAME_CHARACTERS_MAX) {
      return `invalid path: filenames must be less than or equal to ${FILE_NAME_CHARACTERS_MAX} characters`;
    }
  }
  // Those names are the writer's own.
  if (segments[0]?.startsWith("..")) return `invalid path: must not start with '..': ${shown}`;
  return undefined;
}

/** The same files under clean paths ("a//b/./c" is "a/b/c"). Throws PayloadError. */
export function cleanPayload(payload: Payload): Payload {
  const clean = new Map<string, PayloadFile>();
  for (const [path, file] of payload) {
    const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
    const problem = payloadPathProblem(path) ?? payloadPathProblem(segments.join("/"));
    if (problem !== undefined) throw new PayloadError(problem);
    clean.set(segments.join("/"), file);
  }
  return clean;
}
