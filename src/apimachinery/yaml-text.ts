// YAML text to a value, by the rules that Kubernetes' clients and server have: YAML 1.2 with 1.1's words for booleans.
// Kubernetes: sigs.k8s.io/yaml (YAMLToJSON) and its goyaml.v2 (resolve.go, decode.go)
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Json, JsonObject } from "./json.ts";
import { isDeeperThan, type ParsedText } from "./json-text.ts";
import { bodyDepthMax, yamlLexemesMax, yamlValuesMax } from "./limits.ts";
import { strictErrorsMax } from "./schema/limits.ts";
import { isJsonObject, setField } from "./set-field.ts";

class YamlProblem extends Error {}

/** Reads the first document. Aliases are expanded, within bounds; keys become strings. */
export function parseYaml(text: string): ParsedText {
  try {
    if (isDeeperThan(text, bodyDepthMax)) throw new YamlProblem("exceeded max depth");
    const document = firstDocument(text);
    if (document === undefined || document.contents === null) return { type: "value", value: null };
    const error = document.errors[0];
    if (error !== undefined) {
      throw new YamlProblem(`line ${lineOf(text, error.pos[0])}: ${error.message}`);
    }
    const conversion = new Conversion(text);
    const value = conversion.convert(document.contents, 0);
    const { doubled } = conversion;
    return { type: "value", value, ...(doubled.length === 0 ? {} : { doubled }) };
  } catch (error) {
    if (error instanceof YamlProblem) return malformed(error.message);
    // The parser recurses: what nests too deep exhausts its stack.
    if (error instanceof RangeError) return malformed("exceeded max depth");
    throw error;
  }
}

/** What follows it is not even looked at. */
function firstDocument(text: string): Document.Parsed | undefined {
  const composer = new Composer({
    // Plain scalars are resolved here, by Go's rules.
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  for (const document of composer.compose(tokensOf(text))) return document as Document.Parsed;
  return undefined;
}

/** Parsing takes a microsecond a lexeme, and a body may have millions. */
function* tokensOf(text: string): ReturnType<Parser["parse"]> {
  const parser = new Parser();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > yamlLexemesMax) throw new YamlProblem("document has too many parts");
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

function malformed(message: string): ParsedText {
  return { type: "malformed", message: `error converting YAML to JSON: yaml: ${message}` };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** One walk over a document: knows the anchors seen so far and how much has been made. */
class Conversion {
  /** `line 3: key "a" already set in map`, as upstream's reader complains. */
  readonly doubled: string[] = [];
  readonly #text: string;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #valuesLeft = yamlValuesMax;

  constructor(text: string) {
    this.#text = text;
  }

  convert(node: unknown, depth: number): Json {
    if (--this.#valuesLeft < 0) throw new YamlProblem("document contains excessive aliasing");
    if (depth > bodyDepthMax) throw new YamlProblem("exceeded max depth");
    if (isAlias(node)) return this.#convertAlias(node.source, depth);
    if (isScalar(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      return scalarValue(node);
    }
    if (!isMap(node) && !isSeq(node)) return null;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const value = isMap(node) ? this.#convertMap(node, depth) : node.items.map((item) => this.convert(item, depth + 1));
    this.#open.delete(node);
    return value;
  }

  #convertAlias(name: string, depth: number): Json {
    const target = this.#anchors.get(name);
    if (target === undefined) throw new YamlProblem(`unknown anchor '${name}' referenced`);
    if (this.#open.has(target)) throw new YamlProblem(`anchor '${name}' value contains itself`);
    return this.convert(target, depth);
  }

  #convertMap(map: YAMLMap, depth: number): JsonObject {
    const object: JsonObject = {};
    const own = new Set<string>();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        this.#merge(object, value, depth);
        continue;
      }
      const name = keyText(this.convert(key, depth + 1));
      setField(object, name, this.convert(value, depth + 1));
      if (own.has(name)) this.#noteDoubled(name, value ?? key);
      own.add(name);
    }
    return object;
  }

  #noteDoubled(name: string, at: unknown): void {
    if (this.doubled.length === strictErrorsMax) return;
    const line = lineOf(this.#text, (at as Node).range?.[0] ?? 0);
    this.doubled.push(`line ${line}: key ${JSON.stringify(name)} already set in map`);
  }

  /** `<<: *base`: what the map doesn't say itself. Later keys of the map win by being set later. */
  #merge(object: JsonObject, value: unknown, depth: number): void {
    const merged = this.convert(value, depth + 1);
    const sources = Array.isArray(merged) ? [...merged].reverse() : [merged];
    for (const source of sources) {
      if (!isJsonObject(source)) throw new YamlProblem("map merge requires map or sequence of maps as the value");
      for (const [key, one] of Object.entries(source)) setField(object, key, one);
    }
  }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && isPlain(key) && key.tag === undefined;
}

function isPlain(scalar: Scalar): boolean {
  return scalar.type === "PLAIN" || scalar.type === undefined;
}

function keyText(key: Json): string {
  if (typeof key === "string") return key;
  if (typeof key === "number" || typeof key === "boolean") return String(key);
  const type = key === null ? "<nil>" : Array.isArray(key) ? "[]interface {}" : "map[interface {}]interface {}";
  throw new YamlProblem(`unsupported map key of type: ${type}`);
}

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
]);
const unsupportedNumber = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const date = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function scalarValue(scalar: Scalar): Json {
  const text = String(scalar.value ?? "");
  const tag = scalar.tag?.replace("tag:yaml.org,2002:", "");
  if (tag === "str") return text;
  if (tag === "binary") return binaryText(text);
  if (tag === undefined && !isPlain(scalar)) return text;
  if (unsupportedNumber.test(text)) throw new YamlProblem(`json: unsupported value: ${text}`);
  const word = words.get(text);
  if (word !== undefined) return word;
  return numberOf(text) ?? text;
}

function binaryText(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    throw new YamlProblem("!!binary value contains invalid base64 data");
  }
}

/** Go's integers (decimal, 0x, 0o, 0b, a leading 0 is octal, underscores) and floats. */
function numberOf(text: string): number | undefined {
  if (text.length > 400 || (!/^[-+.]?[0-9]/.test(text) && !/^[-+]\.[0-9]/.test(text))) return undefined;
  // Looks like a date: stays a text.
  if (date.test(text)) return undefined;
  const plain = text.replaceAll("_", "");
  const match = /^([-+]?)(?:(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)|0([0-7]+)|([0-9]+))$/.exec(plain);
  if (match !== null) {
    const [, sign, prefixed, octal, decimal] = match;
    // "08" is no octal number; Go reads it as a float.
    const magnitude =
      prefixed !== undefined ? Number(prefixed) : octal !== undefined ? Number.parseInt(octal, 8) : Number(decimal);
    return sign === "-" ? 0 - magnitude : magnitude;
  }
  if (!float.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
