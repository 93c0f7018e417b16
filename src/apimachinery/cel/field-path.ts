// The fieldPath of a rule: `.spec.map['a key'].name`, of fields that the schema has.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go ValidFieldPath
import type { Schema } from "../schema/schema.ts";

export type FieldPathReading =
  /** `schema`: of the field that it leads to. */
  | { readonly type: "path"; readonly path: string; readonly schema: Schema }
  | { readonly type: "refused"; readonly message: string };

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "'": "'",
  "\\": "\\",
};

export function readFieldPath(text: string, schema: Schema): FieldPathReading {
  const steps = text.match(/'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]']+/g) ?? [];
  let path = "";
  let at: Schema | undefined = schema;
  for (let i = 0; i < steps.length; ) {
    const isDot = steps[i] === ".";
    if (!isDot && steps[i] !== "[") return refused(`expected [ or . but got: ${steps[i]}`);
    const token = steps[i + 1];
    if (token === undefined) return refused("unexpected end of JSON path");
    if (!isDot && !/^'.*'$/s.test(token)) return refused(`expected single quoted string but got ${token}`);
    const name = isDot ? token : token.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
    if (!isDot && steps[i + 2] !== "]") {
      return refused(steps[i + 2] === undefined ? "unexpected end of JSON path" : `expected ] but got ${steps[i + 2]}`);
    }
    i += isDot ? 2 : 3;
    const values: Schema["additionalProperties"] = at?.additionalProperties;
    if (at?.properties !== undefined) {
      if (!Object.hasOwn(at.properties, name)) return refused("does not refer to a valid field");
      at = at.properties[name];
      path += `.${name}`;
    } else if (values !== undefined && values !== true) {
      at = values;
      path += `[${name}]`;
    } else return refused("does not refer to a valid field");
  }
  return { type: "path", path, schema: at ?? schema };
}

function refused(message: string): FieldPathReading {
  return { type: "refused", message };
}
