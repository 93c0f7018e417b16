// Answers as packets: encoded once, then copied for every client that asks the same.
import { type Answer, encode } from "dns-packet";
import { plainUdpBytesMax, udpPayloadBytesMax } from "./limits.ts";
import type { Query, ResponseCode } from "./query.ts";

/** An answer without what differs from client to client: the ID, what it takes, and whose address comes first. */
export interface PreparedResponse {
  /** Header, question and records, with ID 0. */
  readonly bytes: Buffer;
  /** Where the addresses of an answer with several are, so that they can take turns. */
  readonly addresses: { readonly offset: number; readonly strideBytes: number; readonly count: number } | undefined;
}

export interface ResponseContent {
  readonly code: ResponseCode;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

const headerBytes = 12;
/** A pointer to the question's name, the only compression that pays for our answers. */
const pointerToQuestion = Buffer.from([0xc0, headerBytes]);
const flagResponse = 0x8000;
const flagAuthoritative = 0x0400;
const flagTruncated = 0x0200;
const flagRecursionDesired = 0x0100;
const flagRecursionAvailable = 0x0080;

export function prepareResponse(query: Query, content: ResponseContent): PreparedResponse {
  const { answers, authorities, additionals } = content;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(flagResponse | flagAuthoritative | flagRecursionAvailable | content.code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  header.writeUInt16BE(authorities.length, 8);
  header.writeUInt16BE(additionals.length, 10);
  const records = [...answers, ...authorities, ...additionals].map((one) => encodeRecord(one, query.name));
  const bytes = Buffer.concat([header, query.question, ...records]);
  const stride = records[0]?.length ?? 0;
  const allAddresses = answers.every(({ type, name }) => type === "A" && name.toLowerCase() === query.name);
  return {
    bytes,
    addresses:
      answers.length > 1 && allAddresses
        ? { offset: headerBytes + query.question.length, strideBytes: stride, count: answers.length }
        : undefined,
  };
}

/** A whole packet for one client. `turn` decides whose address comes first; over TCP nothing is cut. */
export function finishResponse(
  prepared: PreparedResponse,
  query: Query,
  { transport, turn }: { readonly transport: "udp" | "tcp"; readonly turn: number },
): Buffer {
  const edns = query.udpBytesMax !== undefined;
  const limit =
    transport === "tcp" ? 65_535 : Math.max(plainUdpBytesMax, Math.min(query.udpBytesMax ?? 0, udpPayloadBytesMax));
  const whole = prepared.bytes.length + (edns ? optRecord.length : 0) <= limit;
  if (!whole) return truncatedResponse(query, prepared.bytes.readUInt16BE(2));
  const packet = withOpt(prepared.bytes, query);
  if (prepared.addresses) rotate(packet, prepared, turn);
  return packet;
}

/** The head of an answer that doesn't fit: it says "ask by TCP". */
export function truncatedResponse(query: Query, flags: number = flagResponse | flagRecursionAvailable): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(flags | flagTruncated, 2);
  header.writeUInt16BE(1, 4);
  return withOpt(Buffer.concat([header, query.question]), query);
}

/** A copy with the client's own ID and wish, and an OPT record for those who sent one. */
function withOpt(bytes: Buffer, query: Query): Buffer {
  const edns = query.udpBytesMax !== undefined;
  const packet = Buffer.allocUnsafe(bytes.length + (edns ? optRecord.length : 0));
  bytes.copy(packet);
  packet.writeUInt16BE(query.id, 0);
  if (query.recursionDesired) packet.writeUInt16BE(packet.readUInt16BE(2) | flagRecursionDesired, 2);
  if (!edns) return packet;
  optRecord.copy(packet, bytes.length);
  packet.writeUInt16BE(packet.readUInt16BE(10) + 1, 10);
  return packet;
}

/** An answer with nothing but a code, for questions that can't be answered otherwise. */
export function codeOnly(query: Query, code: ResponseCode): PreparedResponse {
  const prepared = prepareResponse(query, { code, answers: [], authorities: [], additionals: [] });
  prepared.bytes.writeUInt16BE(flagResponse | flagRecursionAvailable | code, 2);
  return prepared;
}

/** A packet with only a header, for a question that couldn't be read. */
export function malformedResponse(id: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(flagResponse | 1, 2);
  return header;
}

/** Says what we take over UDP; the rest is zero: no extended code, version 0, no options. */
const optRecord = Buffer.from([0, 0, 41, udpPayloadBytesMax >> 8, udpPayloadBytesMax & 255, 0, 0, 0, 0, 0, 0]);

/** Owners that are the question's own name become a pointer: three times as many addresses fit. */
function encodeRecord(record: Answer, questionName: string): Buffer {
  if (record.name.toLowerCase() !== questionName) return encodePacketRecord(record);
  // With the root as owner the name is a single zero byte, which the pointer replaces.
  return Buffer.concat([pointerToQuestion, encodePacketRecord({ ...record, name: "." }).subarray(1)]);
}

function encodePacketRecord(record: Answer): Buffer {
  return encode({ type: "response", answers: [record] }).subarray(headerBytes);
}

/** Many clients take the first address: let each have its turn at the front. All records have one owner, type and length. */
function rotate(packet: Buffer, { bytes, addresses }: PreparedResponse, turn: number): void {
  if (!addresses) return;
  const { offset, strideBytes, count } = addresses;
  const cut = offset + (turn % count) * strideBytes;
  const end = offset + count * strideBytes;
  bytes.copy(packet, offset, cut, end);
  bytes.copy(packet, offset + end - cut, offset, cut);
}
