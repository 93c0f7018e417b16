// The generated files by name, as text.
import { definitionLine } from "./definition-lines.ts";
import type { DefinitionFact } from "./definitions.ts";
import { kindsOfEveryGroup } from "./overlay.ts";
import { resourceTable } from "./resources.ts";
import type { Sources } from "./sources.ts";
import { typesFile } from "./types.ts";

const note = "Written by `npm run facts`: do not edit.";

export function factFiles(sources: Sources, facts: readonly DefinitionFact[]): Record<string, string> {
  return {
    "types.gen.ts": typesFile(facts),
    "definitions.gen.ts": definitionsFile(facts),
    "resources.gen.ts": resourcesFile(sources),
  };
}

function definitionsFile(facts: readonly DefinitionFact[]): string {
  const kinds = facts.flatMap((fact) => (fact.kind === undefined ? [] : [`${fact.kind} ${fact.name}`])).sort();
  return `// The schemas of Kubernetes' stable definitions, a line each, and which of them each kind has. ${note}
export const definitionLines = \`${facts.map(definitionLine).map(escaped).join("\n")}\`;

/** apiVersion, kind, definition. */
export const kindLines = \`${kinds.join("\n")}\`;

/** Kinds whose schema does not depend on the group. */
export const kindsOfEveryGroup: readonly string[] = ${JSON.stringify(kindsOfEveryGroup)};
`;
}

function resourcesFile({ swagger }: Sources): string {
  const lines = resourceTable(swagger).map((fact) => escaped(JSON.stringify(fact)));
  return `// The resources of Kubernetes' stable groups, a line each. ${note}
export const resourceLines = \`${lines.join("\n")}\`;
`;
}

/** As it stands in a template literal. */
function escaped(line: string): string {
  return line.replace(/[\\`$]/g, (one) => `\\${one}`);
}
