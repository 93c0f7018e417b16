// `grpc-health PORT`: answers every gRPC health check with SERVING.
import { createServer } from "node:http2";

/** A frame of gRPC: not compressed, two bytes, the field `status` is 1. */
const serving = Buffer.from([0, 0, 0, 0, 2, 8, 1]);

export function grpcHealth([port]: readonly string[]): void {
  const server = createServer();
  server.on("stream", (stream) => {
    stream.on("error", () => {});
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(serving);
  });
  server.listen(Number(port), "0.0.0.0");
}
