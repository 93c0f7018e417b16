// Kubernetes' find and findAll.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/regex.go
import { declareMethod as method, type Overload } from "../overload.ts";
import { regex as compiled, meterMatch } from "../regex.ts";
import { ArrayList, type ListValue } from "../value.ts";
import { work } from "../work.ts";

function find(text: string, pattern: string): string {
  const matcher = compiled(pattern).matcher(text);
  meterMatch(text, pattern);
  return matcher.find() ? (matcher.group() ?? "") : "";
}

/** Below 0: all of them. */
function findAll(text: string, pattern: string, count = -1n): ListValue {
  const matcher = compiled(pattern).matcher(text);
  meterMatch(text, pattern);
  const found: string[] = [];
  while ((count < 0n || found.length < Number(count)) && matcher.find()) {
    work(50);
    found.push(matcher.group() ?? "");
  }
  return new ArrayList(found);
}

export const regex: readonly Overload[] = [
  method("string_find_string", "string.find(string): string", find),
  method("string_find_all_string", "string.findAll(string): list<string>", findAll),
  method("string_find_all_string_int", "string.findAll(string, int): list<string>", findAll),
];
