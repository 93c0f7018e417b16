// Named formats: `!format.dns1123Label().validate(self.name).hasValue()`.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/format.go
import { base64Problem } from "../../base64.ts";
import {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isQualifiedName,
  type Messages,
} from "../../names.ts";
import { hasFormat } from "../../schema/formats.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { ArrayList, OpaqueValue, Optional } from "../value.ts";

class FormatValue extends OpaqueValue {
  readonly typeName = "kubernetes.NamedFormat";
  readonly name: string;
  readonly problems: (text: string) => Messages;
  constructor(name: string, problems: (text: string) => Messages) {
    super();
    this.name = name;
    this.problems = problems;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof FormatValue && other.name === this.name;
  }
}

/** Names that get a number appended may end in a dash. Kubernetes: apimachinery/pkg/api/validation maskTrailingDash */
function asPrefix(check: (text: string) => Messages): (text: string) => Messages {
  return (text) => check(text.length > 1 && text.endsWith("-") ? `${text.slice(0, -2)}a` : text);
}

function byFormat(format: string, message: string): (text: string) => Messages {
  return (text) => (hasFormat(format, text) ? [] : [message]);
}

const formats: Readonly<Record<string, (text: string) => Messages>> = {
  dns1123Label: isDns1123Label,
  dns1123Subdomain: isDns1123Subdomain,
  dns1035Label: isDns1035Label,
  dns1123LabelPrefix: asPrefix(isDns1123Label),
  dns1123SubdomainPrefix: asPrefix(isDns1123Subdomain),
  dns1035LabelPrefix: asPrefix(isDns1035Label),
  qualifiedName: isQualifiedName,
  labelValue: isLabelValue,
  uri: byFormat("uri", "invalid URI"),
  uuid: byFormat("uuid", "does not match the UUID format"),
  byte: (text) => (base64Problem(text) === undefined ? [] : ["invalid base64"]),
  date: byFormat("date", "invalid date"),
  datetime: byFormat("datetime", "invalid datetime"),
};
const values = new Map(Object.entries(formats).map(([name, check]) => [name, new FormatValue(name, check)]));

export const namedFormats: readonly Overload[] = [
  ...[...values].map(([name, value]) => fn(`format_${name}`, `format.${name}(): kubernetes.NamedFormat`, () => value)),
  fn(
    "format_named",
    "format.named(string): optional<kubernetes.NamedFormat>",
    (name: string) => new Optional(values.get(name)),
  ),
  method(
    "format_validate",
    "kubernetes.NamedFormat.validate(string): optional<list<string>>",
    (format: FormatValue, text: string) => {
      const problems = format.problems(text);
      return new Optional(problems.length === 0 ? undefined : new ArrayList(problems));
    },
  ),
];
