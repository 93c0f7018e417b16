// The two messages of grpc.health.v1, which have one field each, in gRPC's frames.
// gRPC: grpc/health/v1/health.proto; Protocol Buffers: encoding

const serviceTag = 0x0a;
const statusTag = 0x08;
const frameHeadBytes = 5;
const statuses = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

/** A framed HealthCheckRequest. */
export function healthRequest(service: string): Buffer {
  const name = Buffer.from(service);
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([serviceTag, ...varint(name.length)]), name]);
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The status's name in a framed HealthCheckResponse; a number that has none is shown as such. Undefined when it is no such thing. */
export function healthStatus(frame: Buffer): string | undefined {
  if (frame.length < frameHeadBytes || frame[0] !== 0) return undefined;
  const message = frame.subarray(frameHeadBytes, frameHeadBytes + frame.readUInt32BE(1));
  let status = 0;
  for (let at = 0; at < message.length; ) {
    const tag = readVarint(message, at);
    if (tag === undefined) return undefined;
    const next = skipField(message, tag);
    if (next === undefined) return undefined;
    if (tag.value === statusTag) status = readVarint(message, tag.end)?.value ?? 0;
    at = next;
  }
  return statuses[status] ?? String(status);
}

interface Varint {
  readonly value: number;
  readonly end: number;
}

function skipField(message: Buffer, { value: tag, end }: Varint): number | undefined {
  switch (tag & 7) {
    case 0:
      return readVarint(message, end)?.end;
    case 1:
      return end + 8;
    case 2: {
      const length = readVarint(message, end);
      return length === undefined ? undefined : length.end + length.value;
    }
    case 5:
      return end + 4;
    default:
      return undefined;
  }
}

function readVarint(bytes: Buffer, start: number): Varint | undefined {
  let value = 0;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return undefined;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
