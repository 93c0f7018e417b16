// A plain HTTPS request.
import { request as start } from "node:https";

export interface HttpsOptions {
  readonly method?: string;
  /** PEM; what Node trusts unless told. */
  readonly ca?: string;
  readonly token?: string | undefined;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpsAnswer {
  readonly code: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export function request(url: string, options: HttpsOptions = {}): Promise<HttpsAnswer> {
  const { method = "GET", ca, token, body, headers = {} } = options;
  return new Promise((resolve, reject) => {
    const call = start(url, {
      method,
      agent: false,
      ...(ca === undefined ? {} : { ca }),
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
    call.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          code: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
          headers: response.headers,
        }),
      );
      response.on("error", reject);
    });
    call.on("error", reject);
    call.end(body);
  });
}
