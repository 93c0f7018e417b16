// Documents that are made, not stored: sent with an ETag of their content, and not sent again to who has them.

export interface Document {
  readonly text: string;
  readonly etag: string;
}

/** The text of a value with its ETag, as discovery's: the hash of the content, in quotes. */
export async function documentOf(value: unknown): Promise<Document> {
  const text = JSON.stringify(value);
  const digest = await crypto.subtle.digest("SHA-512", new TextEncoder().encode(text));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { text, etag: `"${hex.toUpperCase()}"` };
}

/** 304 when the client's If-None-Match names the document. */
export function sendDocument(request: Request, document: Document, contentType: string): Response {
  const { text, etag } = document;
  const headers = { etag, vary: "Accept", "cache-control": "public", "content-type": contentType };
  const known = request.headers.get("if-none-match") ?? "";
  const matches = known.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
  return matches ? new Response(null, { status: 304, headers }) : new Response(text, { headers });
}
