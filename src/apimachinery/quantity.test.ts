import { describe, expect, test } from "vitest";
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  isQuantity,
  milliQuantityOf,
  multiplyQuantity,
  parseQuantity,
  quantityMilliValue,
  quantityNumber,
  quantityOf,
  quantityText,
  quantityValue,
  subtractQuantities,
  zeroQuantity,
} from "./quantity.ts";

describe("the text that is stored", () => {
  test.each([
    ["0", "0"],
    ["0Ki", "0"],
    ["-0", "0"],
    ["100m", "100m"],
    ["0.1", "100m"],
    ["1.5", "1500m"],
    ["1.50", "1500m"],
    ["1.500", "1.500"],
    ["0.5Gi", "512Mi"],
    ["1.5Gi", "1536Mi"],
    ["1024Mi", "1Gi"],
    ["1000Mi", "1000Mi"],
    ["1536Mi", "1536Mi"],
    ["1025Ki", "1025Ki"],
    ["1Ki", "1Ki"],
    ["512Mi", "512Mi"],
    ["0.001Ki", "1024m"],
    ["1.1Ki", "1126400m"],
    ["1000", "1k"],
    ["1000k", "1M"],
    ["1234", "1234"],
    ["100Gi", "100Gi"],
    ["3000m", "3"],
    ["1000000n", "1m"],
    ["1n", "1n"],
    ["0.1n", "1n"],
    ["-0.1n", "-1n"],
    ["1e3", "1e3"],
    ["1E3", "1E3"],
    ["1000e3", "1e6"],
    ["1e4", "10e3"],
    ["1e-3", "1e-3"],
    ["12e6", "12e6"],
    ["1E", "1E"],
    ["1000E", "1000E"],
    ["9Ei", "9223372036854775807"],
    ["8Ei", "9223372036854775807"],
    ["7Ei", "7Ei"],
    ["-7Ei", "-7Ei"],
    ["4Pi", "4Pi"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ["1.0000000001", "1000000001n"],
    ["+5", "+5"],
    ["5.", "5."],
    [".5", "500m"],
    ["  2Gi ", "2Gi"],
  ])("%s: %s", (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
    expect(canonicalQuantity(canonical)).toBe(canonical);
  });

  const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  test.each([
    ["", formatWrong],
    ["aoeu", formatWrong],
    ["1.1.M", formatWrong],
    ["1 Gi", formatWrong],
    ["1GiB", formatWrong],
    ["1+1.0M", formatWrong],
    ["0.1mi", "unable to parse quantity's suffix"],
    ["1i", "unable to parse quantity's suffix"],
    ["1K", "unable to parse quantity's suffix"],
    ["1e", "unable to parse quantity's suffix"],
    ["1e1000000000", "unable to parse quantity's suffix"],
    ["1+1", "unable to parse quantity's suffix"],
    ["1".repeat(1e6), "unable to parse numeric part of quantity"],
  ])("%s is none", (text, message) => {
    expect(() => parseQuantity(text)).toThrow(expect.objectContaining({ message }));
    expect(isQuantity(text)).toBe(false);
  });
});

describe("arithmetic", () => {
  const sum = (left: string, right: string) => quantityText(addQuantities(parseQuantity(left), parseQuantity(right)));
  const difference = (left: string, right: string) =>
    quantityText(subtractQuantities(parseQuantity(left), parseQuantity(right)));

  test("keeps the left side's format, and nothing is lost", () => {
    expect(sum("100m", "0.9")).toBe("1");
    expect(sum("1Gi", "1Mi")).toBe("1025Mi");
    expect(sum("1Gi", "1000")).toBe("1073742824");
    expect(sum("0", "1Gi")).toBe("1Gi");
    expect(sum("9223372036854775807", "9223372036854775807")).toBe("18446744073709551614");
    expect(difference("1Gi", "1Mi")).toBe("1023Mi");
    expect(difference("1", "1500m")).toBe("-500m");
    expect(quantityText(multiplyQuantity(parseQuantity("1500m"), 3))).toBe("4500m");
    expect(quantityText(addQuantities(zeroQuantity, zeroQuantity))).toBe("0");
  });

  test("comparing asks for the amount, not for the text", () => {
    expect(compareQuantities(parseQuantity("1Gi"), parseQuantity("1073741824"))).toBe(0);
    expect(compareQuantities(parseQuantity("100m"), parseQuantity("0.2"))).toBe(-1);
    expect(compareQuantities(parseQuantity("1Ki"), parseQuantity("1k"))).toBe(1);
  });

  test("values are rounded away from zero", () => {
    expect(quantityValue(parseQuantity("1500m"))).toBe(2);
    expect(quantityValue(parseQuantity("-1500m"))).toBe(-2);
    expect(quantityMilliValue(parseQuantity("1u"))).toBe(1);
    expect(quantityMilliValue(parseQuantity("2"))).toBe(2000);
    expect(quantityValue(parseQuantity("1Gi"))).toBe(2 ** 30);
    expect(quantityNumber(parseQuantity("1500m"))).toBe(1.5);
  });

  test("a binary quantity of less than one is decimal from then on", () => {
    expect(parseQuantity("0.0001Ki").format).toBe("DecimalSI");
    expect(parseQuantity("0.5Ki").format).toBe("BinarySI");
  });

  test("from numbers", () => {
    expect(quantityText(quantityOf(2 ** 31, "BinarySI"))).toBe("2Gi");
    expect(quantityText(quantityOf(110))).toBe("110");
    expect(quantityText(milliQuantityOf(1940))).toBe("1940m");
  });
});
