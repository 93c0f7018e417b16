// Replaces $(NAME) in values, commands, arguments and paths.
// Kubernetes: third_party/forked/golang/expansion/expand.go

/** `lookUp` answers what takes the place of `$(name)`. "$$" is a dollar; a reference without an end stays as it is. */
export function expandWith(text: string, lookUp: (name: string) => string): string {
  let expanded = "";
  let rest = text;
  for (;;) {
    const at = rest.indexOf("$");
    if (at < 0 || at === rest.length - 1) return expanded + rest;
    const piece = readPiece(rest.slice(at + 1), lookUp);
    expanded += rest.slice(0, at) + piece.text;
    rest = rest.slice(at + 1 + piece.length);
  }
}

/** An unknown name stays as it is. */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return expandWith(text, (name) => variables.get(name) ?? `$(${name})`);
}

/** What follows a dollar: its replacement, and how many characters it takes up. */
function readPiece(after: string, lookUp: (name: string) => string): { text: string; length: number } {
  if (after.startsWith("$")) return { text: "$", length: 1 };
  if (!after.startsWith("(")) return { text: "$", length: 0 };
  const end = after.indexOf(")");
  // A name may hold anything but its end, even another beginning.
  return end < 0 ? { text: "$(", length: 1 } : { text: lookUp(after.slice(1, end)), length: end + 1 };
}
