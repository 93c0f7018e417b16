import { describe, expect, test } from "vitest";
import {
  isCIdentifier,
  isConfigMapKey,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isDomainPrefixedPath,
  isEnvironmentName,
  isFullyQualifiedDomainName,
  isFullyQualifiedName,
  isHttpHeaderName,
  isLabelValue,
  isPathSegmentName,
  isPrefixedLabelKey,
  isQualifiedName,
  isRelaxedEnvironmentName,
  isValidPercent,
  isValidPortName,
  isValidPortNumber,
  isValidUserId,
  isWildcardDns1123Subdomain,
} from "./names.ts";

const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const keyMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

describe("DNS names", () => {
  test.each(["a", "0", "a-b", "abc-123", "a".repeat(63)])("%s is a label", (value) => {
    expect(isDns1123Label(value)).toEqual([]);
  });

  test("a label's faults are told as upstream tells them", () => {
    expect(isDns1123Label("a.b")).toEqual(["must not contain dots"]);
    expect(isDns1123Label("My_Name")).toEqual([labelMessage]);
    expect(isDns1123Label("")).toEqual([labelMessage]);
    expect(isDns1123Label("a".repeat(64))).toEqual(["must be no more than 63 bytes"]);
    expect(isDns1123Label("-".repeat(64))).toEqual(["must be no more than 63 bytes", labelMessage]);
  });

  test("a length counts bytes", () => {
    expect(isDns1123Label("é".repeat(40))).toEqual(["must be no more than 63 bytes", labelMessage]);
    expect(isDns1123Label("é".repeat(31))).toEqual([labelMessage]);
  });

  test("a line break at the end is part of the name", () => {
    expect(isDns1123Label("a\n")).toEqual([labelMessage]);
  });

  test("subdomains", () => {
    expect(isDns1123Subdomain("a.b-c.0")).toEqual([]);
    expect(isDns1123Subdomain("a..b")).toEqual([subdomainMessage]);
    expect(isDns1123Subdomain("-a")).toEqual([subdomainMessage]);
    expect(isDns1123Subdomain("a".repeat(254))).toEqual(["must be no more than 253 bytes"]);
  });

  test("1035 labels begin with a letter", () => {
    expect(isDns1035Label("web-1")).toEqual([]);
    expect(isDns1035Label("1-web")[0]).toContain("a DNS-1035 label must consist of");
  });

  test("wildcards", () => {
    expect(isWildcardDns1123Subdomain("*.bar.com")).toEqual([]);
    expect(isWildcardDns1123Subdomain("*.*.bar.com")).toHaveLength(1);
    expect(isWildcardDns1123Subdomain("bar.com")).toHaveLength(1);
  });

  test("fully qualified names", () => {
    expect(isFullyQualifiedName("a.b.c")).toEqual([]);
    expect(isFullyQualifiedName("a.b")).toEqual(["should be a domain with at least three segments separated by dots"]);
    expect(isFullyQualifiedDomainName("a.b.")).toEqual([]);
    expect(isFullyQualifiedDomainName("a")).toEqual([
      "should be a domain with at least two segments separated by dots",
    ]);
    expect(isFullyQualifiedDomainName(`${"a".repeat(64)}.b`)).toEqual(["must be no more than 63 bytes"]);
  });
});

describe("labels", () => {
  test.each(["app", "App_1.x", "example.com/app", "a".repeat(63), `${"a.".repeat(126)}a/b`])("%s is a key", (value) => {
    expect(isQualifiedName(value)).toEqual([]);
  });

  test("a key's faults", () => {
    expect(isQualifiedName("")).toEqual(["name part must be non-empty", `name part ${keyMessage}`]);
    expect(isQualifiedName("/x")).toEqual(["prefix part must be non-empty"]);
    expect(isQualifiedName("x/")).toEqual(["name part must be non-empty", `name part ${keyMessage}`]);
    expect(isQualifiedName("-a")).toEqual([`name part ${keyMessage}`]);
    expect(isQualifiedName("A/b")).toEqual([`prefix part ${subdomainMessage}`]);
    expect(isQualifiedName("a".repeat(64))).toEqual(["name part must be no more than 63 bytes"]);
    expect(isQualifiedName("a/b/c")).toEqual([
      `a valid label key ${keyMessage} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]);
  });

  test("a prefix may be required", () => {
    expect(isPrefixedLabelKey("example.com/key")).toEqual([]);
    expect(isPrefixedLabelKey("key")).toEqual(["must include a prefix (e.g. 'example.com/key')"]);
  });

  test("values may be empty", () => {
    expect(isLabelValue("")).toEqual([]);
    expect(isLabelValue("a_b.c-D")).toEqual([]);
    expect(isLabelValue("a b")[0]).toContain("a valid label must be an empty string or consist of");
    expect(isLabelValue("a".repeat(64))).toEqual(["must be no more than 63 bytes"]);
  });
});

describe("others", () => {
  test("path segments", () => {
    expect(isPathSegmentName("system:node:a")).toEqual([]);
    expect(isPathSegmentName("..")).toEqual(["may not be '..'"]);
    expect(isPathSegmentName("a/b%c")).toEqual(["may not contain '/'", "may not contain '%'"]);
  });

  test("ports", () => {
    expect(isValidPortNumber(65535)).toEqual([]);
    expect(isValidPortNumber(0)).toEqual(["must be between 1 and 65535, inclusive"]);
    expect(isValidPortName("http-2")).toEqual([]);
    expect(isValidPortName("")).toEqual([
      "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
      "must contain at least one letter (a-z)",
    ]);
    expect(isValidPortName("-1--2345678901234")).toEqual([
      "must be no more than 15 bytes",
      "must contain at least one letter (a-z)",
      "must not contain consecutive hyphens",
      "must not begin or end with a hyphen",
    ]);
  });

  test("environment variables", () => {
    expect(isEnvironmentName("MY_ENV.x-1")).toEqual([]);
    expect(isEnvironmentName("1a")).toHaveLength(1);
    expect(isEnvironmentName("..a")).toEqual(["must not start with '..'"]);
    expect(isRelaxedEnvironmentName("1 a:~")).toEqual([]);
    expect(isRelaxedEnvironmentName("a=b")).toHaveLength(1);
    expect(isRelaxedEnvironmentName("a\u007f")).toHaveLength(1);
    expect(isRelaxedEnvironmentName("")).toEqual(["environment variable name must be non-empty"]);
  });

  test("config map keys", () => {
    expect(isConfigMapKey("key.name")).toEqual([]);
    expect(isConfigMapKey("..")).toEqual(["must not be '..'"]);
    expect(isConfigMapKey(".")).toEqual(["must not be '.'"]);
    expect(isConfigMapKey("a/b")[0]).toContain("a valid config key must consist of");
    expect(isConfigMapKey("a".repeat(254))).toEqual(["must be no more than 253 bytes"]);
  });

  test("the rest", () => {
    expect(isCIdentifier("a_1")).toEqual([]);
    expect(isCIdentifier("1a")).toHaveLength(1);
    expect(isValidPercent("100%")).toEqual([]);
    expect(isValidPercent("1.5%")).toHaveLength(1);
    expect(isHttpHeaderName("X-A")).toEqual([]);
    expect(isHttpHeaderName("X A")).toHaveLength(1);
    expect(isDomainPrefixedPath("acme.io/foo")).toEqual([]);
    expect(isDomainPrefixedPath("acme.io")).toEqual(['must be a domain-prefixed path (such as "acme.io/foo")']);
    expect(isDomainPrefixedPath("acme.io/a b")).toHaveLength(1);
    expect(isValidUserId(-1)).toEqual(["must be between 0 and 4294967295, inclusive"]);
  });
});

test("a megabyte of name is judged at once", () => {
  for (const text of ["a".repeat(1e6), "a.".repeat(5e5), "-".repeat(1e6), "a-".repeat(5e5)]) {
    for (const rule of [isDns1123Label, isDns1123Subdomain, isQualifiedName, isLabelValue, isConfigMapKey]) {
      expect(rule(text).length).toBeGreaterThan(0);
    }
  }
}, 2000);
