// A call to a webhook as whoever makes it sees it: admission, conversion. What carries it out is the API server's
// (src/apiserver/webhook-client.ts).
import type { Json } from "./json.ts";

/** Where a server is: by address or by service, as configurations name it (`clientConfig`). */
export interface WebhookServer {
  readonly url?: string;
  readonly service?: {
    readonly namespace: string;
    readonly name: string;
    /** "/" without. */
    readonly path?: string;
    /** 443 without. */
    readonly port?: number;
  };
  /** Authorities in PEM, in base64: the server's certificate must come from one of them. Without, from those known everywhere. */
  readonly caBundle?: string;
}

export interface WebhookCall {
  readonly server: WebhookServer;
  readonly body: Json;
  readonly timeoutMs: number;
}

export type WebhookAnswer =
  | { readonly type: "answered"; readonly body: Json }
  /** Go's words: `Post "https://web.default.svc:443/?timeout=10s": context deadline exceeded`. */
  | { readonly type: "failed"; readonly message: string };

export interface WebhookClient {
  /** Never throws, and never takes longer than the call's timeout. */
  call(call: WebhookCall): Promise<WebhookAnswer>;
}
