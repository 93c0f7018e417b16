// Constants that can only fail when they are used: durations, times and patterns that are none.
// cel-go: cel/validator.go
import type { Expression } from "./expression.ts";
import type { Issues } from "./issue.ts";
import { regexProblem } from "./regex.ts";
import { parseDuration, parseTimestamp } from "./time-text.ts";

export function literalProblems(expression: Expression, issues: Issues): void {
  if (expression.kind === "call") {
    const { name, operands, target } = expression;
    const last = operands.at(-1);
    const text = last?.kind === "constant" && typeof last.value === "string" ? last.value : undefined;
    if (text !== undefined && last !== undefined) {
      const isOne = target === undefined && operands.length === 1;
      if (isOne && name === "duration" && parseDuration(text) === undefined)
        issues.report(last.at, "invalid duration argument");
      if (isOne && name === "timestamp" && parseTimestamp(text) === undefined)
        issues.report(last.at, "invalid timestamp argument");
      if (name === "matches" && regexProblem(text) !== undefined) issues.report(last.at, "invalid matches argument");
    }
  }
  for (const part of partsOf(expression)) literalProblems(part, issues);
}

/** The expressions that one is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "constant":
    case "identifier":
      return [];
    case "select":
      return [expression.operand];
    case "call":
      return expression.target === undefined ? expression.operands : [expression.target, ...expression.operands];
    case "list":
      return expression.elements;
    case "map":
      return expression.entries.flatMap((entry) => [entry.key, entry.value]);
    case "struct":
      return expression.fields.map((field) => field.value);
    case "comprehension": {
      const { range, initial, condition, step, result } = expression;
      return [range, initial, condition, step, result];
    }
  }
}
