// A subresource of a kind: which verbs it takes and what each does.
import type { Kind } from "../../kinds/kind.ts";
import type { RequestVerb } from "../request-info.ts";
import type { VerbHandler } from "../serve.ts";

export interface Subresource {
  readonly name: string;
  /** Whether this kind has it. */
  of(kind: Kind): boolean;
  readonly verbs: Partial<Readonly<Record<RequestVerb, VerbHandler>>>;
}
