// What the channels of each kind of stream carry, agreed by both ends.

/** exec and attach: as in the client's own protocol. The error channel carries one Status as JSON, last. */
export const commandChannels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

/** logs, http bodies, SPDY bytes, proxied WebSockets (records, `web-socket-records.ts`). */
export const bodyChannel = 0;

/** The older port-forward: for the nth port. */
export function portChannels(index: number): { readonly data: number; readonly error: number } {
  return { data: index * 2, error: index * 2 + 1 };
}
