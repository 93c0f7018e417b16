// Numbers of record types that the zone tells apart; all others exist nowhere in it.
const names: Readonly<Record<number, string>> = {
  1: "A",
  2: "NS",
  5: "CNAME",
  6: "SOA",
  12: "PTR",
  16: "TXT",
  28: "AAAA",
  33: "SRV",
};

/** `A` for 1; for types that aren't of interest `TYPE` and the number, as RFC 3597 writes them. */
export function recordTypeName(code: number): string {
  return names[code] ?? `TYPE${code}`;
}
