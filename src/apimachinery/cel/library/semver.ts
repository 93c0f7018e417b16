// Semantic versions.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/semverlib.go
import { fail } from "../evaluation-error.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { OpaqueValue } from "../value.ts";

class SemverValue extends OpaqueValue {
  readonly typeName = "kubernetes.Semver";
  readonly numbers: readonly bigint[];
  readonly early: readonly string[];
  constructor(numbers: readonly bigint[], early: readonly string[]) {
    super();
    this.numbers = numbers;
    this.early = early;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof SemverValue && order(this, other) === 0;
  }
}

const strict =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/** `v1.2` is 1.2.0: a leading v, missing parts and leading zeros are mended. */
function normalised(text: string): string {
  const plain = text.trim().replace(/^v/, "");
  const end = plain.search(/[-+]/);
  const [core, rest] = end < 0 ? [plain, ""] : [plain.slice(0, end), plain.slice(end)];
  const parts = core.split(".").map((part) => part.replace(/^0+(?=\d)/, ""));
  if (parts.length < 3 && rest !== "") return plain;
  while (parts.length < 3) parts.push("0");
  return parts.join(".") + rest;
}

function parse(text: string, isLoose: boolean): SemverValue | undefined {
  const found = strict.exec(isLoose ? normalised(text) : text);
  if (found === null || text.length > 256) return undefined;
  const numbers = found.slice(1, 4).map(BigInt);
  if (numbers.some((one) => one !== BigInt.asUintN(64, one))) return undefined;
  return new SemverValue(numbers, found[4] === undefined ? [] : found[4].split("."));
}

function order(left: SemverValue, right: SemverValue): number {
  for (let i = 0; i < 3; i++) {
    const [one, other] = [left.numbers[i] as bigint, right.numbers[i] as bigint];
    if (one !== other) return one < other ? -1 : 1;
  }
  if (left.early.length === 0 || right.early.length === 0) return Math.sign(right.early.length - left.early.length);
  for (let i = 0; i < Math.min(left.early.length, right.early.length); i++) {
    const difference = identifierOrder(left.early[i] as string, right.early[i] as string);
    if (difference !== 0) return difference;
  }
  return Math.sign(left.early.length - right.early.length);
}

/** Numbers come before words. */
function identifierOrder(left: string, right: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isNumber && isOtherNumber) return Number(BigInt(left) > BigInt(right)) - Number(BigInt(left) < BigInt(right));
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

function made(text: string, isLoose = false): SemverValue {
  return parse(text, isLoose) ?? fail(`semver parse error: ${JSON.stringify(text)} is no semantic version`);
}

const semver = "kubernetes.Semver";

export const versions: readonly Overload[] = [
  fn("string_to_semver", `semver(string): ${semver}`, made),
  fn("string_bool_to_semver", `semver(string, bool): ${semver}`, made),
  fn("is_semver_string", "isSemver(string): bool", (text: string) => parse(text, false) !== undefined),
  fn(
    "is_semver_string_bool",
    "isSemver(string, bool): bool",
    (text: string, isLoose: boolean) => parse(text, isLoose) !== undefined,
  ),
  ...["major", "minor", "patch"].map((name, i) =>
    method(`semver_${name}`, `${semver}.${name}(): int`, ({ numbers }: SemverValue) => numbers[i] as bigint),
  ),
  method("semver_is_greater_than", `${semver}.isGreaterThan(${semver}): bool`, (a, b) => order(a, b) > 0),
  method("semver_is_less_than", `${semver}.isLessThan(${semver}): bool`, (a, b) => order(a, b) < 0),
  method("semver_compare_to", `${semver}.compareTo(${semver}): int`, (a, b) => BigInt(order(a, b))),
];
