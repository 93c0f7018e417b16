// The only source of randomness, so that a simulation can replay every choice from a seed.

export interface Random {
  /** An RFC 4122 version 4 UUID. */
  uuid(): string;
  /** An integer in [0, limit). */
  integer(limit: number): number;
  /** `length` random bytes, fit for secrets. */
  bytes(length: number): Uint8Array;
}
