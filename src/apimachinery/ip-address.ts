// IP addresses and ranges as upstream reads them (leading zeros allowed) and prints them.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go; Go's net.IP.String
import type { Messages } from "./names.ts";

export interface IpAddress {
  readonly family: 4 | 6;
  /** 4 or 16 bytes. An IPv4 address written in IPv6 (`::ffff:1.2.3.4`) has the 4. */
  readonly bytes: readonly number[];
}

export interface IpRange {
  readonly address: IpAddress;
  readonly prefixLength: number;
}

const fine: Messages = [];

/** The address, or undefined when the text is none. */
export function parseIp(text: string): IpAddress | undefined {
  if (text.length > 64) return undefined;
  if (!text.includes(":")) {
    const bytes = parseIpv4(text);
    return bytes === undefined ? undefined : { family: 4, bytes };
  }
  const bytes = parseIpv6(text);
  if (bytes === undefined) return undefined;
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? { family: 4, bytes: bytes.slice(12) } : { family: 6, bytes };
}

function parseIpv4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (!/^[0-9]+$/.test(part)) return undefined;
    const byte = Number(part);
    if (byte > 255) return undefined;
    bytes.push(byte);
  }
  return bytes;
}

function parseIpv6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string, halves.length === 1);
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  const tail = parseGroups(halves[1] as string, true);
  // "::" stands for at least one group.
  if (tail === undefined || head.length + tail.length > 14) return undefined;
  return [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** Groups of hexadecimal digits; the last may be an IPv4 address when the text ends there. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === "") return [];
  const groups = text.split(":");
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (group.includes(".")) {
      const ipv4 = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : undefined;
      if (ipv4 === undefined) return undefined;
      bytes.push(...ipv4);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes;
}

/** `10.0.0.0/24`; undefined when the text is none. */
export function parseCidr(text: string): IpRange | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const written = text.slice(0, slash);
  const address = parseIp(written);
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]{1,3}$/.test(digits)) return undefined;
  const prefixLength = Number(digits);
  // `::ffff:10.0.0.0/120` counts bits of the long form.
  const mapped = address.family === 4 && written.includes(":");
  if (prefixLength > (mapped || address.family === 6 ? 128 : 32)) return undefined;
  return { address, prefixLength: mapped ? Math.max(0, prefixLength - 96) : prefixLength };
}

/** The form that everything stores: RFC 5952, lower case, the longest run of zeros folded. */
export function ipText(address: IpAddress): string {
  if (address.family === 4) return address.bytes.join(".");
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) {
    groups.push(((address.bytes[index] as number) << 8) | (address.bytes[index + 1] as number));
  }
  let start = -1;
  let length = 1;
  for (let index = 0; index < 8; index++) {
    let end = index;
    while (end < 8 && groups[end] === 0) end++;
    if (end - index > length) {
      start = index;
      length = end - index;
    }
  }
  const hexadecimal = (list: readonly number[]) => list.map((group) => group.toString(16)).join(":");
  if (start < 0) return hexadecimal(groups);
  return `${hexadecimal(groups.slice(0, start))}::${hexadecimal(groups.slice(start + length))}`;
}

/** The range's first address. */
export function networkOf(range: IpRange): IpAddress {
  const bytes = range.address.bytes.map((byte, index) => {
    const bits = Math.min(8, Math.max(0, range.prefixLength - index * 8));
    return byte & (0xff << (8 - bits)) & 0xff;
  });
  return { family: range.address.family, bytes };
}

/** The range with its first address: `10.0.0.0/24`. */
export function cidrText(range: IpRange): string {
  return `${ipText(networkOf(range))}/${range.prefixLength}`;
}

export function rangeContains(range: IpRange, address: IpAddress): boolean {
  if (range.address.family !== address.family) return false;
  const network = networkOf(range).bytes;
  return networkOf({ address, prefixLength: range.prefixLength }).bytes.every((byte, index) => byte === network[index]);
}

export function isValidIp(value: string): Messages {
  return parseIp(value) === undefined ? ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"] : fine;
}

export function isValidIpv4(value: string): Messages {
  return parseIp(value)?.family === 4 ? fine : ["must be a valid IPv4 address"];
}

export function isValidIpv6(value: string): Messages {
  return parseIp(value)?.family === 6 ? fine : ["must be a valid IPv6 address"];
}

export function isValidCidr(value: string): Messages {
  return parseCidr(value) === undefined ? ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"] : fine;
}

/** An address with its network's length in canonical form: `192.168.1.5/24`. */
export function isValidInterfaceAddress(value: string): Messages {
  const range = parseCidr(value);
  if (range === undefined) return isValidCidr(value);
  const canonical = `${ipText(range.address)}/${range.prefixLength}`;
  return value === canonical ? fine : [`must be in canonical form ("${canonical}")`];
}

/** The text for the `Warning:` header when an address is valid but not in its standard form. */
export function ipWarnings(field: string, value: string): string[] {
  const address = parseIp(value);
  if (address === undefined) return [];
  const canonical = ipText(address);
  if (address.family === 4) {
    if (value === canonical) return [];
    return [
      `${field}: non-standard IP address "${value}" will be considered invalid in a future Kubernetes release: use "${canonical}"`,
    ];
  }
  if (value === canonical) return [];
  // Leading zeros within an embedded IPv4 address are the one IPv6 form that Go's strict parser refuses.
  if (/(^|[:.])0[0-9]+\.|\.0[0-9]/.test(value)) {
    return [
      `${field}: non-standard IP address "${value}" will be considered invalid in a future Kubernetes release: use "${canonical}"`,
    ];
  }
  return [`${field}: IPv6 address "${value}" should be in RFC 5952 canonical format ("${canonical}")`];
}
