// The resources that Kubernetes serves: their kinds, verbs and subresources, as upstream's paths have them.
import type { Verb } from "../kind.ts";
import { resourceLines } from "./resources.gen.ts";

export interface ResourceFact {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** The definition's short name: `schemaOf` takes it. */
  readonly definition: string;
  /** Absent where nothing is listed: reviews and the like, which are only created. */
  readonly listDefinition?: string;
  /** What a delete answers with, where that is not a Status. */
  readonly deletedDefinition?: string;
  /** Sorted. */
  readonly verbs: readonly Verb[];
  /** Sorted by name. */
  readonly subresources: readonly SubresourceFact[];
}

export interface SubresourceFact {
  readonly name: string;
  /** The kind that discovery names: of the body where there is one, else of the options. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** What it answers with, when that is an object. */
  readonly definition?: string;
  readonly verbs: readonly Verb[];
}

let parsed: readonly ResourceFact[] | undefined;

/** Every resource of every stable group version, sorted by group, version and plural. */
export function resourceFacts(): readonly ResourceFact[] {
  parsed ??= resourceLines.split("\n").map((line) => JSON.parse(line) as ResourceFact);
  return parsed;
}
