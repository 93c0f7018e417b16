// A request for a resource as the verbs see it: what it is about, its options, its body, who asks.
import type { User } from "../auth/user.ts";
import type { Kind } from "../kinds/kind.ts";
import type { ResourceRequest } from "./request-info.ts";

export interface ApiRequest {
  readonly info: ResourceRequest;
  /** The kind that the path names, in the path's version. */
  readonly kind: Kind;
  readonly query: URLSearchParams;
  readonly user: User;
  readonly contentType: string;
  readonly accept: string;
  readonly userAgent: string;
  /** The body: text, or bytes when the content type is a binary one. "" without a body. */
  readonly body: string | Uint8Array;
  /** Texts for the `Warning:` header; verbs add theirs. */
  readonly warnings: string[];
  /** For the audit log; admission adds its own (`audit/notes.ts`). */
  notes?: Record<string, string>;
}
