import { describe, expect, test } from "vitest";
import {
  cidrText,
  ipText,
  ipWarnings,
  isValidCidr,
  isValidInterfaceAddress,
  isValidIp,
  isValidIpv4,
  isValidIpv6,
  parseCidr,
  parseIp,
  rangeContains,
} from "./ip-address.ts";

describe("addresses", () => {
  test.each([
    ["10.9.8.7", "10.9.8.7"],
    ["010.009.08.7", "10.9.8.7"],
    ["::", "::"],
    ["::1", "::1"],
    ["2001:DB8:0:0:0:0:0:FFFF", "2001:db8::ffff"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["64:ff9b::1.2.3.4", "64:ff9b::102:304"],
    ["1::", "1::"],
  ])("%s is read as %s", (text, canonical) => {
    const address = parseIp(text);
    expect(address && ipText(address)).toBe(canonical);
    expect(isValidIp(text)).toEqual([]);
  });

  test.each(["", "1.2.3", "1.2.3.256", "1.2.3.4.5", "a.b.c.d", "1.2.3.-4", "1:2", ":::", "1::2::3", "12345::", "g::"])(
    "%s is no address",
    (text) => expect(isValidIp(text)).toEqual(["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]),
  );

  test.each(["::1.2.3.4:5", "1.2.3.4::", "fe80::1%eth0", "1:2:3:4:5:6:7::8", ":1::2", "1:2:3:4:5:6:7:8:"])(
    "%s is no address either",
    (text) => expect(parseIp(text)).toBeUndefined(),
  );

  test("families", () => {
    expect(isValidIpv4("1.2.3.4")).toEqual([]);
    expect(isValidIpv4("::1")).toEqual(["must be a valid IPv4 address"]);
    expect(isValidIpv6("::1")).toEqual([]);
    expect(isValidIpv6("1.2.3.4")).toEqual(["must be a valid IPv6 address"]);
  });

  test("warnings", () => {
    expect(ipWarnings("spec.ip", "10.0.0.1")).toEqual([]);
    expect(ipWarnings("spec.ip", "010.0.0.1")).toEqual([
      'spec.ip: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
    ]);
    expect(ipWarnings("spec.ip", "2001:DB8::1")).toEqual([
      'spec.ip: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")',
    ]);
  });
});

describe("ranges", () => {
  test("are read, printed and asked", () => {
    const range = parseCidr("10.9.8.77/20");
    expect(range && cidrText(range)).toBe("10.9.0.0/20");
    const six = parseCidr("2001:db8:ffff::/33");
    expect(six && cidrText(six)).toBe("2001:db8:8000::/33");
    expect(range && rangeContains(range, parseIp("10.9.15.255")!)).toBe(true);
    expect(range && rangeContains(range, parseIp("10.9.16.0")!)).toBe(false);
    expect(range && rangeContains(range, parseIp("::1")!)).toBe(false);
    expect(rangeContains(parseCidr("0.0.0.0/0")!, parseIp("8.8.8.8")!)).toBe(true);
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "x/8", "10.0.0.0/8/8"])(
    "%s is none",
    (text) => {
      expect(isValidCidr(text)).toEqual(["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]);
    },
  );

  test("interface addresses are canonical", () => {
    expect(isValidInterfaceAddress("192.168.1.5/24")).toEqual([]);
    expect(isValidInterfaceAddress("192.168.01.5/24")).toEqual(['must be in canonical form ("192.168.1.5/24")']);
  });
});
