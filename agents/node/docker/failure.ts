// What can go wrong between the agent and Docker, as a union: callers test `type`, never the text.

export type DockerFailure =
  | { readonly type: "not-found"; readonly message: string }
  | { readonly type: "conflict"; readonly message: string }
  /** 400: what was asked for can't be (a bad name, a command that isn't in the image). */
  | { readonly type: "bad-parameter"; readonly message: string }
  | { readonly type: "server-error"; readonly status: number; readonly message: string }
  /** Nobody answers on the socket, or the connection broke. The call may or may not have been carried out. */
  | { readonly type: "unreachable"; readonly message: string }
  /** As `unreachable`: the outcome is unknown. */
  | { readonly type: "timed-out"; readonly message: string }
  | { readonly type: "aborted"; readonly message: string }
  /** The daemon doesn't speak a version that we do. */
  | { readonly type: "unsupported"; readonly message: string };

/** Thrown for what a verb's own result does not name. */
export class DockerError extends Error {
  readonly failure: DockerFailure;

  constructor(failure: DockerFailure) {
    super(failure.message);
    this.name = "DockerError";
    this.failure = failure;
  }
}

/** The failure's type when `error` came from Docker, else undefined. */
export function failureType(error: unknown): DockerFailure["type"] | undefined {
  return error instanceof DockerError ? error.failure.type : undefined;
}

/** Docker's own words for an error answer: JSON `{message}`, or text from something in between. */
export function failureOfAnswer(status: number, body: string): DockerFailure {
  const message = messageOf(body) ?? `Docker answered ${status}`;
  if (status === 404) return { type: "not-found", message };
  if (status === 409) return { type: "conflict", message };
  if (status === 400) return { type: "bad-parameter", message };
  return { type: "server-error", status, message };
}

function messageOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (parsed !== null && typeof parsed === "object" && "message" in parsed) return String(parsed.message);
  } catch {
    // Not JSON: the text itself is the message.
  }
  return body.trim() === "" ? undefined : body.trim();
}
