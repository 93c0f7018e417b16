// Replaces $(NAME) in commands and arguments by the container's variables.
// Kubernetes: third_party/forked/golang/expansion/expand.go

/** An unknown name stays as it is; "$$" is a dollar. */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$(\$|\(([^()]*)\))?/g, (whole, rest: string | undefined, name: string | undefined) => {
    if (rest === "$") return "$";
    return name === undefined ? whole : (variables.get(name) ?? whole);
  });
}
