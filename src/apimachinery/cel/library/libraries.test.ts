import { describe, expect, test } from "vitest";
import { compileCondition } from "../compile-condition.ts";
import { jsonOf } from "../json-of.ts";
import type { Declarations } from "../surface.ts";
import { type Ask, AuthorizerValue, authorizerType } from "./authorizer.ts";

const ask: Ask = (question) => {
  const isAllowed = question.type === "resource" ? question.resource === "pods" : question.path === "/healthz";
  return { isAllowed, reason: question.serviceAccount?.name ?? "me" };
};
const declarations: Declarations = { variables: { authorizer: authorizerType }, mutation: {} };

function evaluate(expression: string): unknown {
  const compilation = compileCondition(expression, declarations);
  if (compilation.type === "refused") return compilation.message;
  const outcome = compilation.program.evaluate({ authorizer: new AuthorizerValue(ask) });
  return outcome.type === "error" ? `error: ${outcome.message}` : jsonOf(outcome.value);
}

const cases: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
  strings: [
    ["'tacocat'.charAt(3) + 'tacocat'.charAt(7)", "o"],
    ["'tacocat'.charAt(8)", "error: index out of range: 8"],
    ["['hello mellow'.indexOf(''), 'hello mellow'.indexOf('ello'), 'hello mellow'.indexOf('ello', 2)]", [0, 1, 7]],
    ["'hello mellow'.indexOf('ello', 20)", "error: index out of range: 20"],
    ["['hello mellow'.lastIndexOf('ello'), 'hello mellow'.lastIndexOf('ello', 6)]", [7, 1]],
    ["'😀b'.indexOf('b')", 1],
    ["'TacoCÆt'.lowerAscii() + 'tacoæt'.upperAscii()", "tacocÆtTACOæT"],
    ["'hello hello'.replace('he', 'we') + 'hello hello'.replace('he', 'we', 1)", "wello wellowello hello"],
    ["'abc'.replace('', '-') + 'abc'.replace('b', 'x', 0)", "-a-b-c-abc"],
    ["'a b c'.split(' ', 2)", ["a", "b c"]],
    ["'abc'.split('') + 'a'.split('b', 0)", ["a", "b", "c"]],
    ["'tacocat'.substring(4) + 'tacocat'.substring(0, 4)", "cattaco"],
    ["'tacocat'.substring(3, 2)", "error: invalid substring range. start: 3, end: 2"],
    ["' \\u0085x\\ufeff '.trim()", "x\ufeff"],
    ["['a', 'b'].join() + ['a', 'b'].join('-')", "aba-b"],
    ["strings.quote('a\"\\n')", '"a\\"\\n"'],
    [
      "'%.2f %e %x %X %b %o %%'.format([1.5, dyn(1.0), dyn(255), dyn('hi'), dyn(5), dyn(8)])",
      "1.50 1.000000e+00 ff 6869 101 10 %",
    ],
    ["'%s %s'.format([dyn([1, 2]), dyn({'a': 1})])", "[1, 2] {a: 1}"],
    ["'%s'.format([])", "error: index 0 out of range"],
    [
      "'abc'.reverse()",
      "compilation failed: ERROR: <input>:1:14: undeclared reference to 'reverse' (in container '')\n | 'abc'.reverse()\n | .............^",
    ],
  ],
  lists: [
    ["[1, 2, 2].isSorted() && !['b', 'a'].isSorted()", true],
    ["[1.5, 2.5].sum() + double([1, 3].min())", 5],
    ["[duration('1s'), duration('2s')].sum() == duration('3s')", true],
    ["[].max()", "error: max called on empty list"],
    ["['a', 'b', 'a'].indexOf('a') + ['a', 'b', 'a'].lastIndexOf('a')", 2],
    ["sets.intersects([1], [1, 2]) && sets.equivalent([1, 1], [1]) && !sets.contains([1], [2])", true],
  ],
  regex: [
    ["'abc 123'.find('[0-9]+')", "123"],
    ["'123 abc 456'.findAll('[0-9]+') + '123 abc 456'.findAll('[0-9]+', 1)", ["123", "456", "123"]],
    ["'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')", false],
  ],
  urls: [
    ["url('https://user@[::1]:80/a b?k=a&k=b').getHostname()", "::1"],
    ["url('https://example.com:80/a b?k=a&k=b').getEscapedPath()", "/a%20b"],
    ["url('https://example.com:80/?k=a&k=b').getQuery()", { k: ["a", "b"] }],
    [
      "url('https://example.com:80/').getHost() + url('/a').getScheme() + url('https://a:1/').getPort()",
      "example.com:801",
    ],
    ["isURL('/path') && !isURL('../a') && !isURL('https://a:b/') && isURL('https:///p')", true],
  ],
  quantities: [
    ["quantity('1Gi').isGreaterThan(quantity('500Mi')) && quantity('1000m') == quantity('1')", true],
    ["quantity('1.5').isInteger() || isQuantity('1x')", false],
    ["quantity('50k').add(quantity('20k')).sub(10).asInteger()", 69990],
    ["quantity('-1').sign() + quantity('2').compareTo(quantity('1'))", 0],
    ["quantity('50k').asApproximateFloat()", 50000],
    ["quantity('1.5').asInteger()", "error: cannot convert value to integer"],
  ],
  addresses: [
    ["ip('127.0.0.1').isLoopback() && ip('::').isUnspecified() && ip('8.8.8.8').isGlobalUnicast()", true],
    ["isIP('127.0.0.01') || isIP('::ffff:1.2.3.4') || isIP('fe80::1%eth0') || isCIDR('1.2.3.4')", false],
    ["ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')", true],
    ["ip('fe80::1').isLinkLocalUnicast() && ip('224.0.0.1').isLinkLocalMulticast()", true],
    ["cidr('192.168.0.0/24').containsIP('192.168.0.9') && !cidr('::/0').containsIP(ip('1.2.3.4'))", true],
    [
      "cidr('192.168.0.0/24').containsCIDR('192.168.0.0/25') && !cidr('192.168.0.0/24').containsCIDR(cidr('192.168.0.0/23'))",
      true,
    ],
    ["string(cidr('192.168.1.5/24').masked()) + string(cidr('::1/64').ip())", "192.168.1.0/24::1"],
    ["cidr('10.0.0.0/8').prefixLength() + ip('::1').family()", 14],
    ["type(ip('::1')) == net.IP", true],
  ],
  formats: [
    ["format.dns1123Label().validate('my-name').hasValue()", false],
    ["format.dns1123Label().validate('My').value()[0].startsWith('a lowercase RFC 1123 label must consist')", true],
    ["format.named('dns1123Subdomain').value().validate('a.b').hasValue()", false],
    ["format.named('nope').hasValue()", false],
    ["format.dns1123LabelPrefix().validate('my-').hasValue()", false],
    ["format.uuid().validate('x').hasValue() && format.byte().validate('*').hasValue()", true],
  ],
  versions: [
    ["semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.0.0-rc.1').compareTo(semver('1.0.0')) < 0", true],
    ["semver('v1.2', true).minor() + semver('1.2.3').major()", 3],
    ["isSemver('v1.0.0') || isSemver('01.0.0')", false],
    ["isSemver('v1.0.0', true)", true],
  ],
  authorizer: [
    ["authorizer.group('').resource('pods').namespace('x').check('create').allowed()", true],
    ["authorizer.path('/other').check('get').allowed()", false],
    ["authorizer.serviceAccount('ns', 'sa').group('').resource('pods').check('get').reason()", "sa"],
  ],
  mutation: [
    ["Object{spec: Object.spec{replicas: 1 + 1}}", { spec: { replicas: 2 } }],
    [
      "Object{spec: Object.spek{replicas: 1}}",
      'error: unexpected type name "Object.spek", expected "Object.spec", which matches field name path from root Object type',
    ],
    [
      "[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a/b~c'), value: 'x'}]",
      [{ op: "add", path: "/metadata/labels/a~1b~0c", value: "x" }],
    ],
    ["Object{?spec: optional.none()}", {}],
  ],
};

describe.each(Object.entries(cases))("%s", (_, rows) => {
  test.each(rows)("%s", (expression, result) => {
    expect(evaluate(expression)).toEqual(result);
  });
});
