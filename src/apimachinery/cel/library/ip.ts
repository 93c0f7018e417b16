// IP addresses and ranges. Stricter than the rest of the API: no leading zeros, no IPv4 within IPv6, no zones.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/ip.go, cidr.go
import {
  cidrText,
  type IpAddress,
  type IpRange,
  ipText,
  networkOf,
  parseCidr,
  parseIp,
  rangeContains,
} from "../../ip-address.ts";
import { fail } from "../evaluation-error.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { OpaqueValue } from "../value.ts";

class IpValue extends OpaqueValue {
  readonly typeName = "net.IP";
  readonly address: IpAddress;
  constructor(address: IpAddress) {
    super();
    this.address = address;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof IpValue && ipText(other.address) === ipText(this.address);
  }
  override get costSize(): number {
    return this.address.bytes.length;
  }
}

class CidrValue extends OpaqueValue {
  readonly typeName = "net.CIDR";
  readonly range: IpRange;
  constructor(range: IpRange) {
    super();
    this.range = range;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof CidrValue && cidrText(other.range) === cidrText(this.range);
  }
  override get costSize(): number {
    return this.range.address.bytes.length;
  }
}

function strictAddress(text: string): IpAddress | string {
  const zone = text.indexOf("%");
  if (zone >= 0) return `IP address ${JSON.stringify(text)} with zone value is not allowed`;
  const address = parseIp(text);
  if (address === undefined || /(^|\.)0\d/.test(text.slice(text.lastIndexOf(":") + 1))) {
    return `IP Address ${JSON.stringify(text)} parse error during conversion from string: unable to parse IP`;
  }
  if (address.family === 4 && text.includes(":")) {
    return `IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`;
  }
  return address;
}

function strictRange(text: string): IpRange | string {
  const problem = `network address parse error during conversion from string: invalid CIDR ${JSON.stringify(text)}`;
  const [host, length] = text.split("/");
  const address = strictAddress(host ?? "");
  if (typeof address === "string" || !/^(0|[1-9]\d*)$/.test(length ?? "")) return problem;
  return parseCidr(text) ?? problem;
}

function addressOf(text: string): IpAddress {
  const address = strictAddress(text);
  return typeof address === "string" ? fail(address) : address;
}

function rangeOf(text: string): IpRange {
  const range = strictRange(text);
  return typeof range === "string" ? fail(range) : range;
}

function isLinkLocalMulticast({ family, bytes }: IpAddress): boolean {
  if (family === 4) return bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0;
  return bytes[0] === 0xff && ((bytes[1] as number) & 0x0f) === 0x02;
}

function isLinkLocalUnicast({ family, bytes }: IpAddress): boolean {
  return family === 4
    ? bytes[0] === 169 && bytes[1] === 254
    : bytes[0] === 0xfe && ((bytes[1] as number) & 0xc0) === 0x80;
}

function isUnspecified({ bytes }: IpAddress): boolean {
  return bytes.every((byte) => byte === 0);
}

function isLoopback({ family, bytes }: IpAddress): boolean {
  return family === 4 ? bytes[0] === 127 : bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
}

/** Go: netip.Addr.IsGlobalUnicast */
function isGlobalUnicast(address: IpAddress): boolean {
  const { family, bytes } = address;
  const isMulticast = family === 4 ? ((bytes[0] as number) & 0xf0) === 0xe0 : bytes[0] === 0xff;
  const isBroadcast = family === 4 && bytes.every((byte) => byte === 255);
  return (
    !isUnspecified(address) && !isLoopback(address) && !isMulticast && !isBroadcast && !isLinkLocalUnicast(address)
  );
}

const tests: Readonly<Record<string, (address: IpAddress) => boolean>> = {
  isUnspecified,
  isLoopback,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isGlobalUnicast,
};

function containsRange(outer: IpRange, inner: IpRange): boolean {
  return (
    outer.address.family === inner.address.family &&
    outer.prefixLength <= inner.prefixLength &&
    contains(outer, networkOf(inner))
  );
}

function contains(range: IpRange, address: IpAddress): boolean {
  return range.address.family === address.family && rangeContains(range, address);
}

export const addresses: readonly Overload[] = [
  fn("string_to_ip", "ip(string): net.IP", (text: string) => new IpValue(addressOf(text))),
  fn("is_ip", "isIP(string): bool", (text: string) => typeof strictAddress(text) !== "string"),
  fn("ip_is_canonical", "ip.isCanonical(string): bool", (text: string) => ipText(addressOf(text)) === text),
  fn("ip_to_string", "string(net.IP): string", ({ address }: IpValue) => ipText(address)),
  method("ip_family", "net.IP.family(): int", ({ address }: IpValue) => BigInt(address.family)),
  ...Object.entries(tests).map(([name, holds]) =>
    method(`ip_${name}`, `net.IP.${name}(): bool`, ({ address }: IpValue) => holds(address)),
  ),
  fn("string_to_cidr", "cidr(string): net.CIDR", (text: string) => new CidrValue(rangeOf(text))),
  fn("is_cidr", "isCIDR(string): bool", (text: string) => typeof strictRange(text) !== "string"),
  fn("cidr_to_string", "string(net.CIDR): string", ({ range }: CidrValue) => cidrText(range)),
  method("cidr_contains_ip_ip", "net.CIDR.containsIP(net.IP): bool", (cidr: CidrValue, ip: IpValue) =>
    contains(cidr.range, ip.address),
  ),
  method("cidr_contains_ip_string", "net.CIDR.containsIP(string): bool", (cidr: CidrValue, text: string) =>
    contains(cidr.range, addressOf(text)),
  ),
  method("cidr_contains_cidr", "net.CIDR.containsCIDR(net.CIDR): bool", (cidr: CidrValue, other: CidrValue) =>
    containsRange(cidr.range, other.range),
  ),
  method("cidr_contains_cidr_string", "net.CIDR.containsCIDR(string): bool", (cidr: CidrValue, text: string) =>
    containsRange(cidr.range, rangeOf(text)),
  ),
  method("cidr_ip", "net.CIDR.ip(): net.IP", ({ range }: CidrValue) => new IpValue(range.address)),
  method(
    "cidr_masked",
    "net.CIDR.masked(): net.CIDR",
    ({ range }: CidrValue) => new CidrValue({ address: networkOf(range), prefixLength: range.prefixLength }),
  ),
  method("cidr_prefix_length", "net.CIDR.prefixLength(): int", ({ range }: CidrValue) => BigInt(range.prefixLength)),
];
