// Builds the table of resources out of the document's paths: which kinds are served where, with which verbs.
import type { ResourceFact, SubresourceFact } from "../../src/kinds/facts/resources.ts";
import type { Verb } from "../../src/kinds/kind.ts";
import { definitionOfRef, isStableVersion, shortName } from "./names.ts";
import type { GroupVersionKind, Swagger, SwaggerOperation } from "./sources.ts";

interface Draft {
  group: string;
  version: string;
  plural: string;
  namespaced: boolean;
  kind: string;
  definition: string;
  listDefinition?: string;
  deletedDefinition?: string;
  verbs: Set<Verb>;
  subresources: Map<string, { kind: GroupVersionKind; definition?: string; verbs: Set<Verb> }>;
}

const pathForm =
  /^\/(?:api|apis\/([^/]+))\/(v[^/]+)\/(watch\/)?(namespaces\/\{namespace\}\/)?([a-z]+)(?:\/\{name\}(?:\/([a-z]+)(?:\/\{path\})?)?)?$/;

/** Every stable resource, sorted by group, version and plural. */
export function resourceTable(swagger: Swagger): ResourceFact[] {
  const drafts = new Map<string, Draft>();
  for (const [path, operations] of Object.entries(swagger.paths)) {
    const match = pathForm.exec(path);
    if (match === null || !isStableVersion(match[2] as string)) continue;
    const [, group = "", version = "", , namespace, plural = "", subresource] = match;
    const key = `${group}/${version}/${plural}`;
    const draft = drafts.get(key) ?? emptyDraft(group, version, plural);
    drafts.set(key, draft);
    if (namespace !== undefined) draft.namespaced = true;
    for (const [method, operation] of Object.entries(operations)) {
      if (method === "parameters" || operation["x-kubernetes-action"] === undefined) continue;
      addOperation(draft, subresource, method, operation);
    }
  }
  return [...drafts.values()].map(finished).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function emptyDraft(group: string, version: string, plural: string): Draft {
  const drafts = { kind: "", definition: "", verbs: new Set<Verb>(), subresources: new Map() };
  return { group, version, plural, namespaced: false, ...drafts };
}

function addOperation(
  draft: Draft,
  subresource: string | undefined,
  method: string,
  operation: SwaggerOperation,
): void {
  const verb = verbOf(operation["x-kubernetes-action"] as string, method);
  const kind = operation["x-kubernetes-group-version-kind"];
  if (verb === undefined || kind === undefined) return;
  const definition = definitionOf(operation);
  if (subresource !== undefined) {
    const known = draft.subresources.get(subresource) ?? { kind, verbs: new Set<Verb>() };
    known.verbs.add(verb);
    if (definition !== undefined) known.definition = definition;
    draft.subresources.set(subresource, known);
    return;
  }
  draft.verbs.add(verb);
  draft.kind = kind.kind;
  if (verb === "list" && definition !== undefined) draft.listDefinition = definition;
  if (verb === "delete" && definition !== "meta.v1.Status" && definition !== undefined) {
    draft.deletedDefinition = definition;
  }
  if ((verb === "get" || verb === "create") && definition !== undefined) draft.definition = definition;
}

/** What an operation answers with, when that is an object. */
function definitionOf(operation: SwaggerOperation): string | undefined {
  const ref = operation.responses?.["200"]?.schema?.$ref ?? operation.responses?.["201"]?.schema?.$ref;
  return ref === undefined ? undefined : shortName(definitionOfRef(ref));
}

const verbs: Readonly<Record<string, Verb>> = {
  get: "get",
  list: "list",
  post: "create",
  put: "update",
  patch: "patch",
  delete: "delete",
  deletecollection: "deletecollection",
  watch: "watch",
  watchlist: "watch",
};

/** `connect` operations take the verb of their HTTP method; HEAD and OPTIONS have none. */
function verbOf(action: string, method: string): Verb | undefined {
  return verbs[action === "connect" ? method : action];
}

function finished(draft: Draft): ResourceFact {
  const { subresources, verbs: verbSet, listDefinition, deletedDefinition, ...names } = draft;
  return {
    ...names,
    ...(deletedDefinition === undefined ? {} : { deletedDefinition }),
    ...(listDefinition === undefined ? {} : { listDefinition }),
    verbs: [...verbSet].sort(),
    subresources: [...subresources]
      .map(([name, { kind, definition, verbs: own }]): SubresourceFact => {
        return { name, ...kind, ...(definition === undefined ? {} : { definition }), verbs: [...own].sort() };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function sortKey(fact: ResourceFact): string {
  return `${fact.group}/${fact.version}/${fact.plural}`;
}
