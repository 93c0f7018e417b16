// Cuts a label selector's text into tokens.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/labels/selector.go Lexer

export type TokenType = "identifier" | "in" | "notin" | "(" | ")" | "," | "!" | "=" | "==" | "!=" | ">" | "<" | "end";

export interface Token {
  readonly type: TokenType;
  readonly text: string;
}

const special = /[=!(),><]/;
const blank = /[ \t\r\n]/;

/** The tokens, ending with one of type "end". A NUL ends the text, as upstream. */
export function lexLabelSelector(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text[position] as string;
    if (character === "\0") break;
    if (blank.test(character)) {
      position++;
    } else if (special.test(character)) {
      const symbol = symbolAt(text, position);
      tokens.push({ type: symbol, text: symbol });
      position += symbol.length;
    } else {
      const end = wordEnd(text, position);
      const found = text.slice(position, end);
      tokens.push({ type: found === "in" || found === "notin" ? found : "identifier", text: found });
      position = end;
    }
  }
  tokens.push({ type: "end", text: "" });
  return tokens;
}

/** The longest symbol that begins here; each special character alone is one. */
function symbolAt(text: string, position: number): TokenType {
  const two = text.slice(position, position + 2);
  return two === "==" || two === "!=" ? two : (text[position] as TokenType);
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const character = text[end] as string;
    if (character === "\0" || blank.test(character) || special.test(character)) break;
    end++;
  }
  return end;
}
