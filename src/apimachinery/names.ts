// What may be a name, a label, a port, an environment variable: each rule answers upstream's messages, none when all is well.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content
import { isLongerThan } from "./byte-length.ts";

/** Messages without a field path. Empty: the value is fine. */
export type Messages = readonly string[];

const fine: Messages = [];

export const dns1123LabelLengthMax = 63;
export const dns1123SubdomainLengthMax = 253;
export const dns1035LabelLengthMax = 63;
export const labelValueLengthMax = 63;
const labelNameLengthMax = 63;
const portNameLengthMax = 15;
const idMax = 0xffffffff;

const dns1123LabelFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const dns1123SubdomainFormat = `${dns1123LabelFormat}(\\.${dns1123LabelFormat})*`;
const underscoreLabelFormat = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const underscoreSubdomainFormat = `${underscoreLabelFormat}(\\.${underscoreLabelFormat})*`;
const wildcardSubdomainFormat = `\\*\\.${dns1123SubdomainFormat}`;
const dns1035LabelFormat = "[a-z]([-a-z0-9]*[a-z0-9])?";
const labelKeyFormat = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const labelValueFormat = `(${labelKeyFormat})?`;
const cIdentifierFormat = "[A-Za-z_][A-Za-z0-9_]*";
const percentFormat = "[0-9]+%";
const httpHeaderNameFormat = "[-A-Za-z0-9]+";
const httpPathFormat = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const environmentNameFormat = "[-._a-zA-Z][-._a-zA-Z0-9]*";
const configMapKeyFormat = "[-._a-zA-Z0-9]+";

const dns1123Label = whole(dns1123LabelFormat);
const dns1123Subdomain = whole(dns1123SubdomainFormat);
const underscoreSubdomain = whole(underscoreSubdomainFormat);
const wildcardSubdomain = whole(wildcardSubdomainFormat);
const dns1035Label = whole(dns1035LabelFormat);
const labelKey = whole(labelKeyFormat);
const labelValue = whole(labelValueFormat);
const cIdentifier = whole(cIdentifierFormat);
const percent = whole(percentFormat);
const httpHeaderName = whole(httpHeaderNameFormat);
const httpPath = whole(httpPathFormat);
const environmentName = whole(environmentNameFormat);
const configMapKey = whole(configMapKeyFormat);
const printableWithoutEquals = /^[\x20-\x3c\x3e-\x7e]*$/;

/** None of the formats can match a text in two ways, so matching takes time linear in the text. */
function whole(format: string): RegExp {
  return new RegExp(`^${format}$`);
}

export function maxLengthMessage(bytesMax: number): string {
  return `must be no more than ${bytesMax} bytes`;
}

export function rangeMessage(min: number, max: number): string {
  return `must be between ${min} and ${max}, inclusive`;
}

export const emptyMessage = "must be non-empty";

/** `message (e.g. 'a',  or 'b', regex used for validation is 'format')`, blanks as upstream prints them. */
export function regexMessage(message: string, format: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${format}')`;
  const list = examples.map((example) => `'${example}', `).join(" or ");
  return `${message} (e.g. ${list}regex used for validation is '${format}')`;
}

function withLength(value: string, bytesMax: number, otherMessage: string | undefined): Messages {
  const long = isLongerThan(value, bytesMax);
  if (!long && otherMessage === undefined) return fine;
  const messages = long ? [maxLengthMessage(bytesMax)] : [];
  if (otherMessage !== undefined) messages.push(otherMessage);
  return messages;
}

export function isDns1123Label(value: string): Messages {
  let message: string | undefined;
  if (!dns1123Label.test(value)) {
    message = dns1123Subdomain.test(value)
      ? "must not contain dots"
      : regexMessage(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
          dns1123LabelFormat,
          "my-name",
          "123-abc",
        );
  }
  return withLength(value, dns1123LabelLengthMax, message);
}

export function isDns1123Subdomain(value: string): Messages {
  const message = dns1123Subdomain.test(value)
    ? undefined
    : regexMessage(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        dns1123SubdomainFormat,
        "example.com",
      );
  return withLength(value, dns1123SubdomainLengthMax, message);
}

export function isDns1123SubdomainWithUnderscore(value: string): Messages {
  const message = underscoreSubdomain.test(value)
    ? undefined
    : regexMessage(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
        underscoreSubdomainFormat,
        "example.com",
      );
  return withLength(value, dns1123SubdomainLengthMax, message);
}

export function isWildcardDns1123Subdomain(value: string): Messages {
  const message = wildcardSubdomain.test(value)
    ? undefined
    : regexMessage(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
        wildcardSubdomainFormat,
        "*.example.com",
      );
  return withLength(value, dns1123SubdomainLengthMax, message);
}

export function isDns1035Label(value: string): Messages {
  const message = dns1035Label.test(value)
    ? undefined
    : regexMessage(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        dns1035LabelFormat,
        "my-name",
        "abc-123",
      );
  return withLength(value, dns1035LabelLengthMax, message);
}

/** A name that is one segment of a URL's path; neither emptiness nor length is checked, as upstream. */
export function isPathSegmentName(value: string): Messages {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return isPathSegmentPrefix(value);
}

export function isPathSegmentPrefix(value: string): Messages {
  const found = ["/", "%"].filter((one) => value.includes(one));
  return found.length === 0 ? fine : found.map((one) => `may not contain '${one}'`);
}

const labelKeyRule = regexMessage(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  labelKeyFormat,
  "MyName",
  "my.name",
  "123-abc",
);

/** A label key: a name with an optional DNS subdomain before a `/`. */
export function isQualifiedName(value: string): Messages {
  const slash = value.indexOf("/");
  const name = slash < 0 ? value : value.slice(slash + 1);
  // The usual case first: no message, no allocation.
  if (name.length <= labelNameLengthMax && labelKey.test(name)) {
    if (slash < 0) return fine;
    const prefix = value.slice(0, slash);
    if (prefix.length <= dns1123SubdomainLengthMax && dns1123Subdomain.test(prefix)) return fine;
  }
  if (name.includes("/")) {
    return [
      `a valid label key ${labelKeyRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const messages: string[] = [];
  if (slash === 0) messages.push(`prefix part ${emptyMessage}`);
  else if (slash > 0)
    messages.push(...isDns1123Subdomain(value.slice(0, slash)).map((message) => `prefix part ${message}`));
  if (name === "") messages.push(`name part ${emptyMessage}`);
  else if (isLongerThan(name, labelNameLengthMax)) messages.push(`name part ${maxLengthMessage(labelNameLengthMax)}`);
  if (!labelKey.test(name)) messages.push(`name part ${labelKeyRule}`);
  return messages;
}

/** A label key that must have a prefix: `example.com/key`. */
export function isPrefixedLabelKey(value: string): Messages {
  const messages = isQualifiedName(value);
  if (messages.length > 0) return messages;
  return value.includes("/") ? fine : ["must include a prefix (e.g. 'example.com/key')"];
}

export function isLabelValue(value: string): Messages {
  const message = labelValue.test(value)
    ? undefined
    : regexMessage(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        labelValueFormat,
        "MyValue",
        "my_value",
        "12345",
      );
  return withLength(value, labelValueLengthMax, message);
}

/** At least three DNS segments: `a.b.c`. */
export function isFullyQualifiedName(value: string): Messages {
  const messages = isDns1123Subdomain(value);
  if (messages.length > 0) return [messages.join(",")];
  return value.split(".").length < 3 ? ["should be a domain with at least three segments separated by dots"] : fine;
}

/** At least two DNS labels, a dot at the end allowed. */
export function isFullyQualifiedDomainName(value: string): Messages {
  const name = value.endsWith(".") ? value.slice(0, -1) : value;
  const messages = isDns1123Subdomain(name);
  if (messages.length > 0) return [messages.join(",")];
  const labels = name.split(".");
  if (labels.length < 2) return ["should be a domain with at least two segments separated by dots"];
  for (const label of labels) {
    const labelMessages = isDns1123Label(label);
    if (labelMessages.length > 0) return [labelMessages.join(",")];
  }
  return fine;
}

/** `acme.io/foo`: a DNS subdomain, then the characters of an HTTP path. */
export function isDomainPrefixedPath(value: string): Messages {
  const slash = value.indexOf("/");
  if (slash <= 0 || slash === value.length - 1) return ['must be a domain-prefixed path (such as "acme.io/foo")'];
  const messages = [...isDns1123Subdomain(value.slice(0, slash))];
  if (!httpPath.test(value.slice(slash + 1))) messages.push(regexMessage("Invalid path", httpPathFormat));
  return messages;
}

export function isCIdentifier(value: string): Messages {
  if (cIdentifier.test(value)) return fine;
  return [
    regexMessage(
      "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
      cIdentifierFormat,
      "my_name",
      "MY_NAME",
      "MyName",
    ),
  ];
}

export function isInRange(value: number, min: number, max: number): Messages {
  return value >= min && value <= max ? fine : [rangeMessage(min, max)];
}

export function isValidPortNumber(value: number): Messages {
  return isInRange(value, 1, 65535);
}

export function isValidUserId(value: number): Messages {
  return isInRange(value, 0, idMax);
}

export function isValidGroupId(value: number): Messages {
  return isInRange(value, 0, idMax);
}

/** An IANA service name, lower case only. */
export function isValidPortName(value: string): Messages {
  const messages: string[] = [];
  if (isLongerThan(value, portNameLengthMax)) messages.push(maxLengthMessage(portNameLengthMax));
  if (!/^[-a-z0-9]+$/.test(value)) {
    messages.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(value)) messages.push("must contain at least one letter (a-z)");
  if (value.includes("--")) messages.push("must not contain consecutive hyphens");
  if (value.startsWith("-") || value.endsWith("-")) messages.push("must not begin or end with a hyphen");
  return messages;
}

export function isValidPercent(value: string): Messages {
  if (percent.test(value)) return fine;
  const message = "a valid percent string must be a numeric string followed by an ending '%'";
  return [regexMessage(message, percentFormat, "1%", "93%")];
}

export function isHttpHeaderName(value: string): Messages {
  if (httpHeaderName.test(value)) return fine;
  const message = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return [regexMessage(message, httpHeaderNameFormat, "X-Header-Name")];
}

/** The strict form; since 1.34 pods are held to the relaxed one only. */
export function isEnvironmentName(value: string): Messages {
  const messages = environmentName.test(value)
    ? []
    : [
        regexMessage(
          "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
          environmentNameFormat,
          "my.env-name",
          "MY_ENV.NAME",
          "MyEnvName1",
        ),
      ];
  return [...messages, ...parentFolderMessages(value)];
}

export function isRelaxedEnvironmentName(value: string): Messages {
  if (value === "") return [`environment variable name ${emptyMessage}`];
  if (printableWithoutEquals.test(value)) return fine;
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** A key of a ConfigMap or a Secret: it becomes a file's name. */
export function isConfigMapKey(value: string): Messages {
  const message = configMapKey.test(value)
    ? undefined
    : regexMessage(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        configMapKeyFormat,
        "key.name",
        "KEY_NAME",
        "key-name",
      );
  return [...withLength(value, dns1123SubdomainLengthMax, message), ...parentFolderMessages(value)];
}

function parentFolderMessages(value: string): Messages {
  if (value === ".") return ["must not be '.'"];
  if (value === "..") return ["must not be '..'"];
  return value.startsWith("..") ? ["must not start with '..'"] : fine;
}
