// The channels of exec and attach: v5.channel.k8s.io and its four predecessors.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/proxy/websocket.go, staging/src/k8s.io/kubelet/pkg/cri/streaming/remotecommand/websocket.go
import type { Status } from "../../apimachinery/status-error.ts";
import { commandChannels } from "../channels.ts";
import { type ChannelEncoding, decodeChannel, encodeChannel } from "./channel-codec.ts";
import { type ClientInput, type Dialect, type Message, nothing, say } from "./dialect.ts";

export const commandSubprotocols = [
  "v5.channel.k8s.io",
  "v4.channel.k8s.io",
  "v4.base64.channel.k8s.io",
  "channel.k8s.io",
  "base64.channel.k8s.io",
  "",
] as const;

export type CommandSubprotocol = (typeof commandSubprotocols)[number];

/** v5's first byte for the end of the channel that follows. */
const CLOSE_SIGNAL = 255;

export interface CommandStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function commandDialect(subprotocol: CommandSubprotocol, streams: CommandStreams): Dialect {
  const encoding: ChannelEncoding = subprotocol.includes("base64") ? "base64" : "binary";
  const closes = subprotocol === "v5.channel.k8s.io";
  const statusAsJson = subprotocol.startsWith("v");
  const { stdin, stdout, stderr, error, resize } = commandChannels;

  /** Before v4 the error channel carries the message only, and nothing at all for success. */
  function errorMessage(status: Status): Message | undefined {
    if (statusAsJson) return encodeChannel(encoding, error, encoder.encode(JSON.stringify(status)));
    if (status.status === "Success") return undefined;
    return encodeChannel(encoding, error, encoder.encode(status.message ?? ""));
  }

  return {
    subprotocol,
    // Tells the client that the connection stands: an empty message on the lowest channel it reads.
    greetings: [encodeChannel(encoding, streams.stdout ? stdout : streams.stderr ? stderr : error, new Uint8Array())],
    fromClient(message) {
      if (closes && typeof message !== "string" && message[0] === CLOSE_SIGNAL) return closeSignal(message, streams);
      const input = decodeChannel(encoding, message);
      if (input.type !== "data") return input;
      const wanted = (input.channel === stdin && streams.stdin) || (input.channel === resize && streams.tty);
      return wanted ? input : nothing;
    },
    toClient(channel, bytes) {
      if (channel !== error || statusAsJson) return say(encodeChannel(encoding, channel, bytes));
      const message = errorMessage(JSON.parse(decoder.decode(bytes)));
      return message === undefined ? [] : say(message);
    },
    failure: errorMessage,
  };
}

function closeSignal(message: Uint8Array, streams: CommandStreams): ClientInput {
  const channel = message[1];
  if (message.length !== 2 || channel === undefined || channel > commandChannels.resize) {
    return { type: "violation", reason: "a single channel byte should follow the stream close signal" };
  }
  return channel === commandChannels.stdin && streams.stdin ? { type: "end", channel } : nothing;
}
