// Whole WebSocket messages as records in a stream's bytes: [kind, length as 32-bit big endian, payload].
// Streams cut bytes where their windows say, so messages need marks of their own.

export type WebSocketRecord =
  | { readonly kind: "text" | "binary"; readonly bytes: Uint8Array }
  /** The payload is the code as 16-bit big endian and the reason, as in a close frame. */
  | { readonly kind: "close"; readonly code: number; readonly reason: string };

const kinds = { text: 1, binary: 2, close: 8 } as const;

/** One message. A longer one would have to be held in memory whole on its way. */
export const RECORD_BYTES_MAX = 32 * 1024 * 1024;

export function encodeRecord(record: WebSocketRecord): Uint8Array {
  const payload = record.kind === "close" ? closePayload(record.code, record.reason) : record.bytes;
  const message = new Uint8Array(5 + payload.length);
  message[0] = kinds[record.kind];
  new DataView(message.buffer).setUint32(1, payload.length);
  message.set(payload, 5);
  return message;
}

function closePayload(code: number, reason: string): Uint8Array {
  const text = new TextEncoder().encode(reason);
  const payload = new Uint8Array(2 + text.length);
  new DataView(payload.buffer).setUint16(0, code);
  payload.set(text, 2);
  return payload;
}

/** Puts records together again from bytes cut anywhere. */
export class RecordReader {
  #chunks: Uint8Array[] = [];
  #length = 0;

  /** The records that `bytes` completes, or undefined when they are none: the stream is to be reset then. */
  read(bytes: Uint8Array): WebSocketRecord[] | undefined {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    const records: WebSocketRecord[] = [];
    while (this.#length >= 5) {
      const head = this.#peek(5);
      const payloadLength = new DataView(head.buffer, head.byteOffset).getUint32(1);
      if (payloadLength > RECORD_BYTES_MAX) return undefined;
      if (this.#length < 5 + payloadLength) break;
      const record = recordOf(head[0] as number, this.#take(5 + payloadLength).subarray(5));
      if (record === undefined) return undefined;
      records.push(record);
    }
    return records;
  }

  #peek(length: number): Uint8Array {
    const first = this.#chunks[0] as Uint8Array;
    return first.length >= length ? first : this.#join();
  }

  #take(length: number): Uint8Array {
    const first = this.#chunks[0] as Uint8Array;
    const whole = first.length >= length ? first : this.#join();
    this.#length -= length;
    if (whole.length === length) this.#chunks.shift();
    else this.#chunks[0] = whole.subarray(length);
    return whole.subarray(0, length);
  }

  /** Only when a record is complete, or its head is cut: once for each record, not for each chunk. */
  #join(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [whole];
    return whole;
  }
}

function recordOf(kind: number, payload: Uint8Array): WebSocketRecord | undefined {
  switch (kind) {
    case kinds.text:
      return { kind: "text", bytes: payload };
    case kinds.binary:
      return { kind: "binary", bytes: payload };
    case kinds.close: {
      if (payload.length < 2) return { kind: "close", code: 1005, reason: "" };
      const code = new DataView(payload.buffer, payload.byteOffset).getUint16(0);
      return { kind: "close", code, reason: new TextDecoder().decode(payload.subarray(2)) };
    }
    default:
      return undefined;
  }
}
