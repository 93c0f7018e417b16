// Label and field selectors: read to what prints as itself, and matching what the printed form matches.
import { fieldSelectorText, matchesFields, parseFieldSelector } from "../../../src/apimachinery/field-selector.ts";
import {
  labelSelectorText,
  matcherFromSelector,
  matchesLabels,
  parseLabelSelector,
  SelectorError,
  validateLabelSelector,
} from "../../../src/apimachinery/label-selector.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { jsonValue } from "../generate/json.ts";
import { hostileText, someName } from "../generate/text.ts";
import { answerOf, check, checkSame, type Target } from "../target.ts";

const labelTexts = [
  "app in (a,b),!x,y!=z,n>1",
  "app=web,tier notin (cache, db),partition",
  "example.com/role==leader",
  "n<10,n>-5,!constructor",
  "a in (),b notin (x)",
];

const fieldTexts = ["metadata.name=a\\,b,status.phase!=Running", "spec.nodeName==,a=\\=", "involvedObject.uid=x"];

function someLabels(random: SeededRandom): Record<string, string> {
  const values = ["a", "b", "web", "1", "-7", "12", ""];
  return Object.fromEntries(Array.from({ length: random.integer(4) }, () => [someName(random), random.pick(values)]));
}

export const labelSelector: Target = {
  name: "label-selector",
  cases: 40_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, labelTexts);
    note(text);
    const matcher = answerOf(() => parseLabelSelector(text), SelectorError);
    if (matcher === undefined) return;
    const printed = labelSelectorText(matcher);
    const again = parseLabelSelector(printed);
    checkSame(labelSelectorText(again), printed, "a selector's text is read back to itself");
    const labels = someLabels(random);
    note(labels);
    checkSame(matchesLabels(again, labels), matchesLabels(matcher, labels), "both forms match the same");
  },
};

/** The object form, valid or not: whoever matches with it has validated it before, but must not fall without. */
export const labelSelectorObject: Target = {
  name: "label-selector-object",
  cases: 25_000,
  prepare: () => (random, note) => {
    const operator = random.pick(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "__proto__", ""]);
    const values = Array.from({ length: random.integer(3) }, () => someName(random));
    const selector = {
      matchLabels: random.chance(0.5) ? someLabels(random) : {},
      matchExpressions: random.chance(0.7) ? [{ key: someName(random), operator, values }] : [],
    };
    note(selector);
    const errors = validateLabelSelector(selector as never, "spec.selector");
    const matcher = answerOf(() => matcherFromSelector(selector as never), SelectorError);
    if (errors.length === 0) check(matcher !== undefined, "what is valid can be matched with");
    if (matcher === undefined) return;
    matchesLabels(matcher, someLabels(random));
    if (errors.length > 0) return;
    const printed = labelSelectorText(matcher);
    const labels = someLabels(random);
    note({ printed, labels });
    checkSame(
      matchesLabels(parseLabelSelector(printed), labels),
      matchesLabels(matcher, labels),
      "its text matches the same",
    );
  },
};

export const fieldSelector: Target = {
  name: "field-selector",
  cases: 35_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, fieldTexts);
    note(text);
    const requirements = answerOf(() => parseFieldSelector(text), SelectorError);
    if (requirements === undefined) return;
    const printed = fieldSelectorText(requirements);
    // Terms are ordered as they were written: `a==b` has another place than `a=b`.
    const texts = (all: typeof requirements) => all.map((one) => JSON.stringify(one)).sort();
    checkSame(texts(parseFieldSelector(printed)), texts(requirements), "a selector's text is read back to itself");
    const value = String(jsonValue(random, ["a"], 1));
    checkSame(
      matchesFields(parseFieldSelector(printed), () => value),
      matchesFields(requirements, () => value),
      "both match the same",
    );
  },
};
