// Reads a stream to its end, within a bound.
import type { Readable } from "node:stream";
import { DockerError } from "./failure.ts";
import { ANSWER_BYTES_MAX } from "./limits.ts";

/** The text of the whole stream. Throws DockerError when the connection breaks or the answer is out of all bounds. */
export async function readWhole(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES_MAX) throw new Error(`an answer of more than ${ANSWER_BYTES_MAX} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof DockerError) throw error;
    throw new DockerError({ type: "unreachable", message: error instanceof Error ? error.message : String(error) });
  }
  return Buffer.concat(chunks).toString("utf8");
}
