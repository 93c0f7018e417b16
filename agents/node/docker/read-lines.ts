// Splits a stream of JSON lines, as Docker sends events and progress.
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { DockerError } from "./failure.ts";
import { LINE_BYTES_MAX } from "./limits.ts";

/** Each line parsed, as it comes. Ends with the stream; throws DockerError when the connection breaks. */
export async function* readLines<Line>(stream: Readable): AsyncGenerator<Line> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      rest += decoder.write(chunk);
      if (rest.length > LINE_BYTES_MAX) throw new Error(`a line of more than ${LINE_BYTES_MAX} bytes`);
      const lines = rest.split("\n");
      rest = lines.pop() as string;
      for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as Line;
    }
  } catch (error) {
    if (error instanceof DockerError) throw error;
    throw new DockerError({ type: "unreachable", message: error instanceof Error ? error.message : String(error) });
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as Line;
}
