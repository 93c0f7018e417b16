// Sockets an object holds for its watchers and agents. They outlive hibernation of the object; all the object
// remembers about one then is its attachment.

export interface Socket {
  /** Queued until what the object wrote before is durable (the platform's output gate). Never throws on a closed socket. */
  send(message: string | Uint8Array): void;
  close(code: number, reason: string): void;
  /** At most 16 KiB of structured-cloneable data. */
  attachment(): unknown;
  attach(value: unknown): void;
}

export interface Sockets {
  /** Every socket that this object holds, also those accepted before it hibernated; with a tag, only those accepted under it. */
  all(tag?: string): Socket[];
}
