// The requests of a load, from a template: `{i}` is replaced by the object's number, `{n}` by the request's own. Both have
// a fixed width, so that all requests are of one size.
import type { Request } from "./connection.ts";

export interface Template extends Request {
  /** The first number. */
  readonly first: number;
  /** How many objects there are. */
  readonly count: number;
  /** True: begins again after the last. */
  readonly again: boolean;
}

const width = 7;

function digits(number: number): string {
  return String(number).padStart(width, "0");
}

/** The text with an object's number in it. */
export function numbered(text: string, index: number): string {
  return text.replace("{i}", digits(index));
}

/** Answers one request after the other; undefined when there are no more. */
export function requests(template: Template): () => Request | undefined {
  const { method, path, body, contentType, first, count, again } = template;
  let made = 0;
  return () => {
    if (made >= count && !again) return undefined;
    const index = first + (made % count);
    made += 1;
    return {
      method,
      path: numbered(path, index),
      ...(body === undefined ? {} : { body: numbered(body, index).replace("{n}", digits(made)) }),
      ...(contentType === undefined ? {} : { contentType }),
    };
  };
}
