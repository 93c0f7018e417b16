// Property names as identifiers: `a-b` is `a__dash__b` in an expression.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/escaping.go

const reserved = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);
const pieces: readonly (readonly [string, string])[] = [
  ["__", "__underscores__"],
  [".", "__dot__"],
  ["-", "__dash__"],
  ["/", "__slash__"],
];

/** The identifier for a property, or undefined when it can have none. */
export function escapeName(name: string): string | undefined {
  if (reserved.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_][A-Za-z0-9_./-]*$/.test(name)) return undefined;
  return name.replace(/__|[./-]/g, (found) => pieces.find(([piece]) => piece === found)?.[1] ?? found);
}

/** The property of an identifier, or undefined when no property is written so. */
export function unescapeName(identifier: string): string | undefined {
  if (!identifier.includes("__")) return reserved.has(identifier) ? undefined : identifier;
  const word = /^__([a-z]+)__$/.exec(identifier)?.[1];
  if (word !== undefined && reserved.has(word)) return word;
  const name = identifier.replace(/__(underscores|dot|dash|slash)__/g, (whole) => {
    return pieces.find(([, escaped]) => escaped === whole)?.[0] ?? whole;
  });
  return escapeName(name) === identifier ? name : undefined;
}
