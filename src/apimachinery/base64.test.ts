import { describe, expect, test } from "vitest";
import { base64ByteLength, base64Problem, decodeBase64, encodeBase64 } from "./base64.ts";

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

test.each([
  ["", ""],
  ["Zg==", "f"],
  ["Zm8=", "fo"],
  ["Zm9v", "foo"],
  ["Zm9vYg==", "foob"],
])("%s", (encoded, plain) => {
  expect(text(decodeBase64(encoded))).toBe(plain);
  expect(encodeBase64(new TextEncoder().encode(plain))).toBe(encoded);
  expect(base64ByteLength(encoded)).toBe(plain.length);
});

test("line breaks are skipped, as Go does", () => {
  expect(text(decodeBase64("Zm9v\r\nYg=\n=\n"))).toBe("foob");
});

describe("what is not base64 is told by its place", () => {
  test.each([
    ["@m9v", 0],
    ["Zm9v=", 4],
    ["Zm9", 0],
    ["Zm9vYg=", 7],
    ["Zm9vYg=x", 6],
    ["Zm9vYg==x", 8],
    ["Zm 9", 2],
    ["Zm9vé", 4],
    ["Zm9vZg", 4],
  ])("%s", (encoded, place) => {
    expect(base64Problem(encoded)).toBe(`illegal base64 data at input byte ${place}`);
    expect(decodeBase64(encoded)).toBeUndefined();
  });
});

test("every length and every byte survives", () => {
  for (let length = 0; length < 300; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255);
    expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
  }
  const big = new Uint8Array(100_000).fill(200);
  expect(decodeBase64(encodeBase64(big))).toEqual(big);
});
