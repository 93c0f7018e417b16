// Questions as they come in, read straight from the packet: this runs for every one, so nothing is decoded that isn't needed.

/** Codes of RFC 1035, 4.1.1. */
export const responseCode = { ok: 0, malformed: 1, failed: 2, noSuchName: 3, notImplemented: 4, refused: 5 } as const;
export type ResponseCode = (typeof responseCode)[keyof typeof responseCode];

export interface Query {
  readonly id: number;
  /** Opcode 0: everything else is somebody else's protocol. */
  readonly isQuery: boolean;
  readonly recursionDesired: boolean;
  /** The question as bytes: name, type and class. */
  readonly question: Buffer;
  /** In lower case, without a dot at the end. */
  readonly name: string;
  readonly typeCode: number;
  readonly classCode: number;
  /** What the client takes over UDP; undefined when it doesn't speak EDNS. */
  readonly udpBytesMax: number | undefined;
}

export type ParsedQuery =
  | { readonly type: "query"; readonly query: Query }
  /** Not a question at all, or too broken to answer: say nothing. */
  | { readonly type: "noise" }
  | { readonly type: "malformed"; readonly id: number };

const headerBytes = 12;
const optCode = 41;

export function parseQuery(packet: Buffer): ParsedQuery {
  if (packet.length < headerBytes) return { type: "noise" };
  const flags = packet.readUInt16BE(2);
  // An answer must never be answered: two servers could do that for ever.
  if (flags & 0x8000) return { type: "noise" };
  const id = packet.readUInt16BE(0);
  const end = packet.readUInt16BE(4) === 1 ? questionEnd(packet) : undefined;
  if (end === undefined) return { type: "malformed", id };
  const name = packet.toString("latin1", headerBytes, end - 4);
  return {
    type: "query",
    query: {
      id,
      isQuery: (flags & 0x7800) === 0,
      recursionDesired: (flags & 0x0100) !== 0,
      question: packet.subarray(headerBytes, end),
      name: readableName(name),
      typeCode: packet.readUInt16BE(end - 4),
      classCode: packet.readUInt16BE(end - 2),
      udpBytesMax: ednsBytesMax(packet, end),
    },
  };
}

/** Where the question ends, or undefined when it runs out of the packet. A question's name holds no pointers. */
function questionEnd(packet: Buffer): number | undefined {
  let offset = headerBytes;
  for (;;) {
    const length = packet[offset];
    if (length === undefined || length > 63) return undefined;
    offset += length + 1;
    if (length === 0) break;
    if (offset - headerBytes > 254) return undefined;
  }
  return offset + 4 <= packet.length ? offset + 4 : undefined;
}

/** The labels of a wire name, given as latin1 text, joined by dots. */
function readableName(wire: string): string {
  const labels: string[] = [];
  for (let offset = 0; ; ) {
    const length = wire.charCodeAt(offset);
    if (length === 0) return labels.join(".").toLowerCase();
    labels.push(wire.slice(offset + 1, offset + 1 + length));
    offset += length + 1;
  }
}

/** An OPT record right behind the question is where every client puts it. */
function ednsBytesMax(packet: Buffer, offset: number): number | undefined {
  const behindQuestion = packet.readUInt16BE(6) === 0 && packet.readUInt16BE(8) === 0 && packet.readUInt16BE(10) > 0;
  if (!behindQuestion || packet.length < offset + 11 || packet[offset] !== 0) return undefined;
  return packet.readUInt16BE(offset + 1) === optCode ? packet.readUInt16BE(offset + 3) : undefined;
}
