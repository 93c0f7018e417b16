// DNS over TCP: each message behind its length.

/** Whole messages of what has been received, and what belongs to the next one. */
export function takeMessages(received: Buffer): { readonly messages: Buffer[]; readonly rest: Buffer } {
  const messages: Buffer[] = [];
  let offset = 0;
  while (received.length >= offset + 2) {
    const length = received.readUInt16BE(offset);
    if (received.length < offset + 2 + length) break;
    messages.push(received.subarray(offset + 2, offset + 2 + length));
    offset += 2 + length;
  }
  return { messages, rest: received.subarray(offset) };
}

/** A message as it goes over TCP. */
export function framed(message: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(message.length + 2);
  frame.writeUInt16BE(message.length, 0);
  message.copy(frame, 2);
  return frame;
}
