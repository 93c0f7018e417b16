// What admission notes of a request for the audit log: made where the object is, logged where the client is answered.
// Between the two it is a header that only an object's own answers are asked for: what a proxied server says is not read.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/audit/context.go AddAuditAnnotation
import { noteCharactersMax } from "./limits.ts";

export type Notes = Readonly<Record<string, string>>;

const notesHeader = "skerry-notes";
const truncated: Notes = { "audit.k8s.io/truncated": "true" };

/** Adds a note; of two under one key the first stands. */
export function note(request: { notes?: Record<string, string> }, key: string, value: string): void {
  request.notes ??= {};
  request.notes[key] ??= value;
}

/** In the object: the answer, with what was noted on the way to it. */
export function carryNotes(response: Response, notes: Notes | undefined): Response {
  if (notes === undefined) return response;
  const text = encodeURIComponent(JSON.stringify(notes));
  const fits = text.length <= noteCharactersMax;
  response.headers.set(notesHeader, fits ? text : encodeURIComponent(JSON.stringify(truncated)));
  return response;
}

const taken = new WeakMap<Response, Notes>();

/** In the Worker: an object's answer as the client may have it. */
export function takeNotes(response: Response): Response {
  const text = response.headers.get(notesHeader);
  if (text === null) return response;
  const headers = new Headers(response.headers);
  headers.delete(notesHeader);
  const plain = new Response(response.body, { status: response.status, headers });
  taken.set(plain, JSON.parse(decodeURIComponent(text)) as Notes);
  return plain;
}

/** What was taken of an answer. */
export function notesOf(response: Response): Notes | undefined {
  return taken.get(response);
}
