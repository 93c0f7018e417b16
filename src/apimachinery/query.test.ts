// Query parameters, read by a schema.
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { booleanParameter, readQuery } from "./query.ts";

const schema = z.object({ manager: z.string().default("nobody"), force: booleanParameter.optional() });

describe("readQuery", () => {
  test("the first of repeated parameters counts, and those without a name in the schema don't", () => {
    const query = new URLSearchParams("manager=a&manager=b&pretty=true&force=");
    expect(readQuery(schema, query)).toEqual({ manager: "a", force: true });
  });

  test("nothing of interest is read once, and what was read then can't be changed", () => {
    const first = readQuery(schema, new URLSearchParams("pretty=true"));
    expect(first).toEqual({ manager: "nobody" });
    expect(readQuery(schema, new URLSearchParams())).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(readQuery(schema, new URLSearchParams("manager=a"))).toEqual({ manager: "a" });
  });

  test("what every request must say is missed every time", () => {
    const strict = z.object({ manager: z.string() });
    const read = () => readQuery(strict, new URLSearchParams());
    expect(read).toThrow();
    expect(read).toThrow();
  });
});
