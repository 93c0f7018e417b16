// Reads an expression's text: recursive descent over CEL's grammar.
// cel-go: parser/parser.go and parser/gen/CEL.g4
import {
  call,
  constant,
  type Entry,
  type Expression,
  type FieldEntry,
  identifier,
  list,
  map,
  methodCall,
  select,
  struct,
} from "./expression.ts";
import type { Issues } from "./issue.ts";
import { depthMax, expressionCharactersMax } from "./limits.ts";
import { expandMacro } from "./macro.ts";
import { type Token, tokens } from "./token.ts";

/** Thrown at the first problem of syntax: what follows would only be guessed at. */
class Stop {}

/** The expression, or undefined when there were problems, which are reported. */
export function parse(source: string, issues: Issues): Expression | undefined {
  const size = source.length > expressionCharactersMax ? [...source].length : source.length;
  if (size > expressionCharactersMax) {
    issues.report(0, `expression code point size exceeds limit: size: ${size}, limit ${expressionCharactersMax}`);
    return undefined;
  }
  const read = tokens(source, issues);
  if (!issues.isEmpty) return undefined;
  try {
    const expression = new Reader(read, issues).whole();
    if (expression.depth > depthMax) issues.report(0, "max recursion depth exceeded");
    return issues.isEmpty ? expression : undefined;
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

const reserved = new Set(
  "as break const continue else false for function if import in let loop package namespace null return true var void while".split(
    " ",
  ),
);
const keywords = new Set(["in", "true", "false", "null"]);
const startOfExpression =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const relations: Readonly<Record<string, string>> = {
  "<": "_<_",
  "<=": "_<=_",
  ">": "_>_",
  ">=": "_>=_",
  "==": "_==_",
  "!=": "_!=_",
  in: "@in",
};
const sums: Readonly<Record<string, string>> = { "+": "_+_", "-": "_-_" };
const products: Readonly<Record<string, string>> = { "*": "_*_", "/": "_/_", "%": "_%_" };

class Reader {
  readonly #tokens: readonly Token[];
  readonly #issues: Issues;
  #next = 0;
  #depth = 0;

  constructor(read: readonly Token[], issues: Issues) {
    this.#tokens = read;
    this.#issues = issues;
  }

  whole(): Expression {
    const expression = this.#expression();
    const left = this.#peek();
    if (left.type !== "end") this.#stop(left, `extraneous input '${left.text}' expecting <EOF>`);
    return expression;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  #isSymbol(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.type === "symbol" && token.text === text;
  }

  /** Takes the symbol if it is next. */
  #take(text: string): boolean {
    const isNext = this.#isSymbol(text);
    if (isNext) this.#next++;
    return isNext;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#stop(this.#peek(), `mismatched input '${this.#peek().text}' expecting '${text}'`);
  }

  #stop(token: Token, text: string): never {
    this.#issues.report(token.at, `Syntax error: ${text}`);
    throw new Stop();
  }

  #expression(): Expression {
    if (++this.#depth > depthMax) {
      this.#issues.report(0, `expression recursion limit exceeded: ${depthMax}`);
      throw new Stop();
    }
    const condition = this.#logic("||", "_||_", () => this.#logic("&&", "_&&_", () => this.#relation()));
    const { at } = this.#peek();
    let result = condition;
    if (this.#take("?")) {
      const then = this.#logic("||", "_||_", () => this.#logic("&&", "_&&_", () => this.#relation()));
      this.#expect(":");
      result = call(at, "_?_:_", condition, then, this.#expression());
    }
    this.#depth--;
    return result;
  }

  /** A chain of one operator becomes a balanced tree, so that a long one is not deep. */
  #logic(symbol: string, name: string, part: () => Expression): Expression {
    const parts = [part()];
    const places: number[] = [];
    for (;;) {
      const { at } = this.#peek();
      if (!this.#take(symbol)) return balanced(name, parts, places, 0, parts.length);
      places.push(at);
      parts.push(part());
    }
  }

  #relation(): Expression {
    return this.#chain(relations, () => this.#chain(sums, () => this.#chain(products, () => this.#unary())));
  }

  #chain(operators: Readonly<Record<string, string>>, part: () => Expression): Expression {
    let left = part();
    for (;;) {
      const token = this.#peek();
      const isOperator = token.type === "symbol" || (token.type === "name" && token.text === "in");
      const name = isOperator && Object.hasOwn(operators, token.text) ? operators[token.text] : undefined;
      if (name === undefined) return left;
      this.#next++;
      left = call(token.at, name, left, part());
    }
  }

  #unary(): Expression {
    const { at, text } = this.#peek();
    if (text !== "!" && text !== "-") return this.#member();
    if (text === "-" && this.#isNumber(1)) return this.#member();
    let count = 0;
    for (; this.#isSymbol(text) && !(text === "-" && this.#isNumber(1)); count++) this.#next++;
    const operand = this.#member();
    // An even number of them cancels out.
    return count % 2 === 0 ? operand : call(at, text === "!" ? "!_" : "-_", operand);
  }

  #isNumber(ahead: number): boolean {
    const token = this.#peek(ahead);
    return token.type === "literal" && (typeof token.value === "bigint" || typeof token.value === "number");
  }

  #member(): Expression {
    let operand = this.#primary();
    for (;;) {
      const { at } = this.#peek();
      if (this.#take(".")) {
        operand = this.#field(at, operand);
      } else if (this.#take("[")) {
        const isOptional = this.#take("?");
        const index = this.#expression();
        this.#expect("]");
        operand = call(at, isOptional ? "_[?_]" : "_[_]", operand, index);
      } else if (this.#isSymbol("{") && pathOf(operand) !== undefined) {
        this.#next++;
        operand = this.#struct(at, pathOf(operand) as string);
      } else return operand;
    }
  }

  /** What follows a dot: `field`, `?field` or `method(...)`. */
  #field(at: number, operand: Expression): Expression {
    const isOptional = this.#take("?");
    const token = this.#peek();
    if (token.type === "quoted-name") this.#refuse(token.at, "unsupported syntax: '`'");
    if (token.type !== "name" || keywords.has(token.text)) {
      this.#stop(token, `no viable alternative at input '.${token.text}'`);
    }
    this.#next++;
    if (isOptional) return call(at, "_?._", operand, constant(token.at, token.text));
    const open = this.#peek().at;
    if (!this.#take("(")) return select(at, operand, token.text);
    const operands = this.#operands(")");
    return (
      expandMacro(open, token.text, operand, operands, this.#issues) ?? methodCall(open, operand, token.text, operands)
    );
  }

  #refuse(at: number, text: string): never {
    this.#issues.report(at, text);
    throw new Stop();
  }

  #operands(close: string): Expression[] {
    const operands: Expression[] = [];
    if (this.#take(close)) return operands;
    do operands.push(this.#expression());
    while (this.#take(","));
    this.#expect(close);
    return operands;
  }

  #primary(): Expression {
    const token = this.#peek();
    this.#next++;
    switch (token.type) {
      case "literal":
        if (token.value === 2n ** 63n) this.#refuse(token.at, "invalid int literal");
        return constant(token.at, token.value);
      case "name":
        return this.#name(token.at, token.text, "");
      case "quoted-name":
        return this.#refuse(token.at, "unsupported syntax: '`'");
      case "symbol":
        return this.#bracketed(token.at, token.text, token);
      case "end":
        return this.#stop(token, `mismatched input '<EOF>' expecting ${startOfExpression}`);
    }
  }

  #bracketed(at: number, text: string, token: Token): Expression {
    if (text === "(") {
      const inner = this.#expression();
      this.#expect(")");
      // A struct's name cannot stand in brackets.
      return inner;
    }
    if (text === "[") return this.#list(at);
    if (text === "{") return this.#map(at);
    if (text === "-" && this.#isNumber(0)) {
      const value = (this.#peek() as { value: bigint | number }).value;
      this.#next++;
      return constant(at, -value);
    }
    const next = this.#peek();
    if (text === "." && next.type === "name") {
      this.#next++;
      return this.#name(next.at, next.text, ".");
    }
    return this.#stop(token, `mismatched input '${text}' expecting ${startOfExpression}`);
  }

  #name(at: number, text: string, dot: string): Expression {
    if (text === "true" || text === "false") return constant(at, text === "true");
    if (text === "null") return constant(at, null);
    if (text === "in") this.#stop({ type: "symbol", at, text }, `mismatched input 'in' expecting ${startOfExpression}`);
    const open = this.#peek().at;
    if (reserved.has(text)) this.#refuse(at, `reserved identifier: ${text}`);
    if (!this.#take("(")) return identifier(at, dot + text);
    const operands = this.#operands(")");
    return expandMacro(open, text, undefined, operands, this.#issues) ?? call(open, dot + text, ...operands);
  }

  #list(at: number): Expression {
    const elements: Expression[] = [];
    const optional: number[] = [];
    while (!this.#isSymbol("]")) {
      if (this.#take("?")) optional.push(elements.length);
      elements.push(this.#expression());
      if (!this.#take(",")) break;
    }
    this.#expect("]");
    return list(at, elements, optional);
  }

  #map(at: number): Expression {
    const entries: Entry[] = [];
    while (!this.#isSymbol("}")) {
      const isOptional = this.#take("?");
      const key = this.#expression();
      const colon = this.#peek().at;
      this.#expect(":");
      entries.push({ at: colon, key, value: this.#expression(), isOptional });
      if (!this.#take(",")) break;
    }
    this.#expect("}");
    return map(at, entries);
  }

  #struct(at: number, typeName: string): Expression {
    const fields: FieldEntry[] = [];
    while (!this.#isSymbol("}")) {
      const isOptional = this.#take("?");
      const token = this.#peek();
      if (token.type !== "name") this.#stop(token, `mismatched input '${token.text}' expecting {'}', IDENTIFIER}`);
      this.#next++;
      const colon = this.#peek().at;
      this.#expect(":");
      fields.push({ at: colon, name: token.text, value: this.#expression(), isOptional });
      if (!this.#take(",")) break;
    }
    this.#expect("}");
    return struct(at, typeName, fields);
  }
}

function balanced(
  name: string,
  parts: readonly Expression[],
  places: readonly number[],
  from: number,
  to: number,
): Expression {
  if (to - from === 1) return parts[from] as Expression;
  const middle = Math.ceil((from + to) / 2);
  const left = balanced(name, parts, places, from, middle);
  return call(places[middle - 1] as number, name, left, balanced(name, parts, places, middle, to));
}

/** `a.b.c` of names alone: what a struct's type may be written as. */
export function pathOf(expression: Expression): string | undefined {
  const names: string[] = [];
  let left = expression;
  while (left.kind === "select" && !left.isTest) {
    names.push(left.field);
    left = left.operand;
  }
  return left.kind === "identifier" ? [left.name, ...names.reverse()].join(".") : undefined;
}
