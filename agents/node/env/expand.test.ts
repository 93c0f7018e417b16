// References to variables, as upstream reads them.
import { describe, expect, test } from "vitest";
import { expand } from "./expand.ts";

const variables = new Map([
  ["VAR_A", "A"],
  ["VAR_B", "B"],
  ["VAR_C", "C"],
  ["VAR_REF", "$(VAR_A)"],
  ["VAR_EMPTY", ""],
]);

// Kubernetes: third_party/forked/golang/expansion/expand_test.go
describe("expand", () => {
  test.each([
    ["whole string", "$(VAR_A)", "A"],
    ["repeated", "$(VAR_A)-$(VAR_A)", "A-A"],
    ["several", "$(VAR_A)-$(VAR_B)-$(VAR_C)", "A-B-C"],
    ["beginning, middle, end", "$(VAR_A)-1 x$(VAR_B)x ___$(VAR_C)", "A-1 xBx ___C"],
    ["compact", "$(VAR_A)$(VAR_B)$(VAR_C)", "ABC"],
    ["an empty value", "foo_$(VAR_EMPTY)_bar", "foo__bar"],
    ["a value is not expanded again", "$(VAR_REF)", "$(VAR_A)"],
    ["an escaped operator", "$$VAR_A", "$VAR_A"],
    ["an escaped reference", "$$(VAR_A)", "$(VAR_A)"],
    ["escapes beside a reference", "foo\\$(VAR_C)bar", "foo\\Cbar"],
    ["escaped and not", "$$$(VAR_B)", "$B"],
    ["three dollars and a name", "$$$$$$(BIG_MONEY)", "$$$(BIG_MONEY)"],
    ["an unknown name", "f000-$(VAR_X)-x", "f000-$(VAR_X)-x"],
    ["an operator at the end", "$(VAR_A)$", "A$"],
    ["nothing but an operator", "$", "$"],
    ["operators only", "$$$$$", "$$$"],
    ["shell syntax stays", "$" + "{VAR_A} $VAR_A $?", "$" + "{VAR_A} $VAR_A $?"],
    ["a reference without an end", "$(VAR_A", "$(VAR_A"],
    ["no end, then more", "$(VAR_B $(VAR_A", "$(VAR_B $(VAR_A"],
    ["a name that holds a beginning", "$(VAR_A$(VAR_B))", "$(VAR_A$(VAR_B))"],
    ["an unknown name that looks empty", "$()", "$()"],
    ["ends before beginnings", "))VAR_B))$(VAR_A)", "))VAR_B))A"],
    ["newlines", "a\n$(VAR_A)\nb", "a\nA\nb"],
  ])("%s", (_name, text, expanded) => {
    expect(expand(text, variables)).toBe(expanded);
  });
});
