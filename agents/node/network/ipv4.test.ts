// IPv4 as numbers.
import { expect, test } from "vitest";
import { cidrContains, formatIpv4, mustParseCidr, parseCidr, parseIpv4 } from "./ipv4.ts";

test.each(["0.0.0.0", "10.244.0.1", "255.255.255.255"])("%s there and back", (text) => {
  expect(formatIpv4(parseIpv4(text) as number)).toBe(text);
});

test.each(["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "::1", "a.b.c.d"])("%j is no address", (text) => {
  expect(parseIpv4(text)).toBeUndefined();
});

test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "x/8", "10.0.0.0/8/8"])("%j is no range", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test("a range knows its first address and what belongs to it", () => {
  const range = mustParseCidr("192.168.130.77/23");
  expect([formatIpv4(range.base), range.size]).toEqual(["192.168.130.0", 512]);
  expect(cidrContains(range, parseIpv4("192.168.131.255") as number)).toBe(true);
  expect(cidrContains(range, parseIpv4("192.168.132.0") as number)).toBe(false);
});
