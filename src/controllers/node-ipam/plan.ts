// Which part of the pods' addresses a node gets: the lowest that is free. Pure.
// Kubernetes: pkg/controller/nodeipam/ipam/cidrset/cidr_set.go

/** The nodes' ranges: `prefixBits` of each, within the whole. IPv4. */
export interface NodeRanges {
  /** "10.244.0.0/16" */
  readonly whole: string;
  /** 24 */
  readonly prefixBits: number;
}

/** Undefined: all are taken. */
export function freeRange({ whole, prefixBits }: NodeRanges, taken: readonly string[]): string | undefined {
  const { first, bits } = read(whole);
  const size = 2 ** (32 - prefixBits);
  const used = taken.map(read).map((range) => ({ from: range.first, to: range.first + 2 ** (32 - range.bits) }));
  for (let index = 0; index < 2 ** (prefixBits - bits); index += 1) {
    const from = first + index * size;
    if (!used.some((range) => range.from < from + size && from < range.to)) return `${text(from)}/${prefixBits}`;
  }
  return undefined;
}

function read(cidr: string): { readonly first: number; readonly bits: number } {
  const [address = "", bits = "32"] = cidr.split("/");
  // A range of another family overlaps with none of these.
  if (address.includes(":")) return { first: -1, bits: 32 };
  return { first: address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0), bits: Number(bits) };
}

function text(value: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(value / unit) % 256).join(".");
}
