// A chunk of Docker's multiplexed output as few pieces as it has changes of stream: a log has a frame for each line.
import type { OutputPiece, OutputSplitter } from "../docker/split-output.ts";

/** The pieces of `chunk`, neighbours of one stream joined. */
export function outputRuns(splitter: OutputSplitter, chunk: Buffer): OutputPiece[] {
  const runs: OutputPiece[] = [];
  let neighbours: Buffer[] = [];
  let stream: OutputPiece["stream"] | undefined;
  function close(): void {
    if (stream === undefined) return;
    const bytes = neighbours.length === 1 ? (neighbours[0] as Buffer) : Buffer.concat(neighbours);
    runs.push({ stream, bytes });
    neighbours = [];
  }
  for (const piece of splitter.split(chunk)) {
    if (piece.stream !== stream) {
      close();
      stream = piece.stream;
    }
    neighbours.push(piece.bytes);
  }
  close();
  return runs;
}
