// The JSON that travels in header frames: what a stream is for, and how it was answered.
import * as z from "zod";

/** A pod as both sides know it; the uid keeps a namesake that came later from being meant. */
const pod = z.object({ namespace: z.string(), name: z.string(), uid: z.string() });

const streams = { stdin: z.boolean(), stdout: z.boolean(), stderr: z.boolean() };

const exec = z.object({
  kind: z.literal("exec"),
  pod,
  container: z.string(),
  command: z.array(z.string()).min(1),
  tty: z.boolean(),
  ...streams,
});

const attach = z.object({ kind: z.literal("attach"), pod, container: z.string(), tty: z.boolean(), ...streams });

const logs = z.object({
  kind: z.literal("logs"),
  pod,
  container: z.string(),
  follow: z.boolean(),
  previous: z.boolean(),
  timestamps: z.boolean(),
  tailLines: z.int().min(0).optional(),
  sinceSeconds: z.int().min(1).optional(),
  /** Seconds since the epoch. */
  sinceTime: z.number().optional(),
  limitBytes: z.int().min(1).optional(),
  stream: z.enum(["All", "Stdout", "Stderr"]),
  /** Why the container waits, as the API last heard: for the error when there is no log yet. */
  waiting: z.string().optional(),
});

const portNumber = z.int().min(1).max(65535);

const portForward = z.object({
  kind: z.literal("portForward"),
  pod,
  /** SPDY/3.1 bytes on channel 0; or, for older WebSocket clients, data and error channels 2n and 2n + 1 for each port. */
  framing: z.discriminatedUnion("type", [
    z.object({ type: z.literal("spdy") }),
    z.object({ type: z.literal("ports"), ports: z.array(portNumber).min(1).max(127) }),
  ]),
});

const httpHeaders = z.array(z.tuple([z.string(), z.string()]));

const http = z.object({
  kind: z.literal("http"),
  destination: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("address"),
      scheme: z.enum(["http", "https"]),
      /** An IP address, without brackets. */
      host: z.string(),
      port: portNumber,
      /** For https: the certificate's name and the authorities (PEM) it must come from. Without, any certificate will do. */
      tls: z.object({ serverName: z.string(), authorities: z.string() }).optional(),
      /** For https: what the server is shown. PEM. */
      client: z.object({ certificate: z.string(), key: z.string() }).optional(),
    }),
    /** The agent itself, as a kubelet's own port. */
    z.object({ type: z.literal("agent") }),
  ]),
  method: z.string(),
  /** With the query. */
  path: z.string().startsWith("/"),
  headers: httpHeaders,
  body: z.boolean(),
  /** The response is a WebSocket: messages travel as `edge/web-socket-channels.ts` says. */
  upgrade: z.boolean(),
});

export const openHeader = z.discriminatedUnion("kind", [exec, attach, logs, portForward, http]);
export const acceptHeader = z.object({
  http: z.object({ status: z.int().min(100).max(599), headers: httpHeaders }).optional(),
});
export const rejectHeader = z.object({ code: z.int(), reason: z.string(), message: z.string() });
export const resetHeader = z.object({ message: z.string() });
/** Agent to object: what it speaks. Object to agent: what was chosen. */
export const helloHeader = z.union([
  z.object({ versions: z.array(z.int()).min(1), agent: z.string() }),
  z.object({ version: z.int(), session: z.int() }),
]);

export type PodRef = z.infer<typeof pod>;
export type OpenHeader = z.infer<typeof openHeader>;
export type ExecHeader = z.infer<typeof exec>;
export type AttachHeader = z.infer<typeof attach>;
export type LogsHeader = z.infer<typeof logs>;
export type HttpHeader = z.infer<typeof http>;
export type AcceptHeader = z.infer<typeof acceptHeader>;
export type RejectHeader = z.infer<typeof rejectHeader>;
export type ResetHeader = z.infer<typeof resetHeader>;
export type HelloHeader = z.infer<typeof helloHeader>;
