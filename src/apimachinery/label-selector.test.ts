import { describe, expect, test } from "vitest";
import { fieldErrorText } from "./field-error.ts";
import {
  type LabelSelector,
  labelSelectorText,
  matcherFromSelector,
  matcherFromSet,
  matchesLabels,
  parseLabelSelector,
  validateLabelSelector,
} from "./label-selector.ts";

describe("the text form", () => {
  test.each([
    ["", ""],
    ["app=web", "app=web"],
    [" app == web , tier!=db ", "app==web,tier!=db"],
    ["x in (b,a),y", "x in (a,b),y"],
    ["!x", "!x"],
    ["! x", "!x"],
    ["x in (foo,,baz),y,z notin ()", "x in (,baz,foo),y,z notin ()"],
    ["x in (,)", "x in ()"],
    ["x in ()", "x in ()"],
    ["a=,b", "a=,b"],
    ["n>1,m<5", "m<5,n>1"],
    ["in in (in,notin)", "in in (in,notin)"],
    ["notin=in", "notin=in"],
    ["example.com/a=b", "example.com/a=b"],
    ["x notin (a,a)", "x notin (a)"],
  ])("%j is read", (text, canonical) => {
    expect(labelSelectorText(parseLabelSelector(text))).toBe(canonical);
    expect(labelSelectorText(parseLabelSelector(canonical))).toBe(canonical);
  });

  test.each([
    ["x=a y", "found 'y', expected: ',' or 'end of string'"],
    ["x==a==b", "found '==', expected: ',' or 'end of string'"],
    ["!x=a", "found '=', expected: ',' or 'end of string'"],
    ["x=a,", "found '', expected: identifier after ','"],
    [",x=a", "found ',', expected: !, identifier, or 'end of string'"],
    ["=a", "found '=', expected: !, identifier, or 'end of string'"],
    ["!", "unable to parse requirement: found '', expected: identifier"],
    ["x b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ["x in a", "unable to parse requirement: found 'a' expected: '('"],
    ["x in (a", "unable to parse requirement: found '', expected: ',' or ')'"],
    ["x in (a b)", "unable to parse requirement: found 'b', expected: ',' or ')'"],
    ["x in (a,", "unable to parse requirement: found '', expected: ',', or identifier"],
    ["x in (=)", "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ["x=(", "unable to parse requirement: found '(', expected: identifier"],
    [
      "n>a",
      "unable to parse requirement: values[0]: Invalid value: \"a\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])("%j is refused", (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(message);
    expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ message }));
  });

  test("bad keys and values are told with their rules", () => {
    expect(() => parseLabelSelector("-a=b")).toThrow(
      'unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of',
    );
    expect(() => parseLabelSelector("a=-b")).toThrow(
      'unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be',
    );
  });

  test("a megabyte of selector is judged at once", () => {
    for (const text of ["a=b,".repeat(250_000), "=".repeat(1e6), `x in (${",".repeat(1e6)}`, "(".repeat(1e6)]) {
      expect(() => parseLabelSelector(text)).toThrow();
    }
  }, 3000);
});

describe("matching", () => {
  const labels = { app: "web", tier: "", count: "10" };
  test.each([
    ["", true],
    ["app=web", true],
    ["app=db", false],
    ["app!=db,none!=x", true],
    ["app in (db,web)", true],
    ["app notin (web)", false],
    ["none notin (web)", true],
    ["app,!none", true],
    ["!app", false],
    ["tier=", true],
    ["none=", false],
    ["count>9", true],
    ["count<10", false],
    ["app>1", false],
    ["constructor", false],
  ])("%j: %s", (text, matches) => {
    expect(matchesLabels(parseLabelSelector(text), labels)).toBe(matches);
  });

  test("objects without labels", () => {
    expect(matchesLabels(parseLabelSelector("!a"), undefined)).toBe(true);
    expect(matchesLabels(parseLabelSelector("a"), undefined)).toBe(false);
  });
});

describe("the object form", () => {
  const whole: LabelSelector = {
    matchLabels: { b: "1" },
    matchExpressions: [
      { key: "a", operator: "In", values: ["x", "y"] },
      { key: "c", operator: "NotIn", values: ["z"] },
      { key: "d", operator: "Exists" },
      { key: "e", operator: "DoesNotExist" },
    ],
  };

  test("absent matches nothing, empty everything", () => {
    expect(matchesLabels(matcherFromSelector(undefined), {})).toBe(false);
    expect(matchesLabels(matcherFromSelector(null), {})).toBe(false);
    expect(matchesLabels(matcherFromSelector({}), { a: "b" })).toBe(true);
  });

  test("becomes requirements", () => {
    expect(labelSelectorText(matcherFromSelector(whole))).toBe("a in (x,y),b=1,c notin (z),d,!e");
    expect(labelSelectorText(matcherFromSet({ z: "1", a: "2" }))).toBe("a=2,z=1");
  });

  test("must be valid", () => {
    expect(() => matcherFromSelector({ matchExpressions: [{ key: "a", operator: "toString" }] })).toThrow(
      '"toString" is not a valid label selector operator',
    );
    expect(() => matcherFromSelector({ matchExpressions: [{ key: "a", operator: "In" }] })).toThrow(
      "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
    );
  });

  test("is validated with paths", () => {
    expect(validateLabelSelector(whole, "spec.selector")).toEqual([]);
    expect(
      validateLabelSelector(
        {
          matchLabels: { a: "b c" },
          matchExpressions: [
            { key: "-", operator: "In" },
            { key: "a", operator: "Exists", values: ["x y"] },
            { key: "a", operator: "Near" },
          ],
        },
        "spec.selector",
      ).map((error) => fieldErrorText(error).slice(0, 90)),
    ).toEqual([
      'spec.selector.matchLabels: Invalid value: "b c": a valid label must be an empty string or ',
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator",
      'spec.selector.matchExpressions[0].key: Invalid value: "-": name part must consist of alpha',
      "spec.selector.matchExpressions[1].values: Forbidden: may not be specified when `operator` ",
      'spec.selector.matchExpressions[1].values[0]: Invalid value: "x y": a valid label must be a',
      'spec.selector.matchExpressions[2].operator: Invalid value: "Near": not a valid selector op',
    ]);
  });
});
