// IPv4 addresses and ranges as numbers.

export interface Cidr {
  /** The first address of the range. */
  readonly base: number;
  readonly prefix: number;
  /** How many addresses the range has. */
  readonly size: number;
}

/** An address like `10.244.0.5` as an unsigned number, or undefined when it isn't one. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}

/** A range like `10.244.0.0/24`, or undefined when it isn't one. Bits behind the prefix are dropped. */
export function parseCidr(text: string): Cidr | undefined {
  const [address, prefixText, ...rest] = text.split("/");
  const value = parseIpv4(address ?? "");
  if (value === undefined || prefixText === undefined || rest.length > 0) return undefined;
  if (!/^\d{1,2}$/.test(prefixText) || Number(prefixText) > 32) return undefined;
  const prefix = Number(prefixText);
  const size = 2 ** (32 - prefix);
  return { base: Math.floor(value / size) * size, prefix, size };
}

/** Like `parseCidr`, for a value that has been checked before: throws on anything else. */
export function mustParseCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (!cidr) throw new Error(`not an IPv4 range: ${JSON.stringify(text)}`);
  return cidr;
}

export function cidrContains(cidr: Cidr, address: number): boolean {
  return address >= cidr.base && address < cidr.base + cidr.size;
}

/** Whether `text` is an IPv4 address. */
export function isIpv4(text: string): boolean {
  return parseIpv4(text) !== undefined;
}
