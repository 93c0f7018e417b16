// A connection that a client wants (exec, attach, port-forward, proxy), as the Worker tells it to the object that holds
// what is connected to: a header beside the request for that object.

export interface Connection {
  readonly subresource: string;
  /** As the path has it: `https:web:443` of a service's proxy. */
  readonly name: string;
  /** The client's query. */
  readonly query: string;
  /** What follows `proxy` in the path, with its slash; "" for nothing. */
  readonly path: string;
}

export function connectionText(connection: Connection): string {
  return encodeURIComponent(JSON.stringify(connection));
}

/** Only the Worker writes such texts. */
export function readConnection(text: string): Connection {
  return JSON.parse(decodeURIComponent(text)) as Connection;
}
