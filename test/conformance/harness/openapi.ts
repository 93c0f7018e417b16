// The server's OpenAPI v2 document, as clients follow it: fetched anew only when it has changed.
import type { Api } from "./api.ts";
import { until } from "./until.ts";

// biome-ignore lint/suspicious/noExplicitAny: definitions of all kinds
type Definitions = Record<string, any>;

export class PublishedDefinitions {
  readonly #api: Api;
  #etag = "";
  #definitions: Definitions = {};

  constructor(api: Api) {
    this.#api = api;
  }

  /** Resolves when what is published under the name `isIt`; undefined stands for nothing. */
  async until(name: string, isIt: (definition: Definitions[string] | undefined) => boolean): Promise<void> {
    await until(async () => isIt((await this.#read())[name]));
  }

  async #read(): Promise<Definitions> {
    const { code, headers, text } = await this.#api.send("GET", "/openapi/v2", {
      headers: this.#etag === "" ? {} : { "if-none-match": this.#etag },
    });
    if (code === 304) return this.#definitions;
    if (code !== 200) throw new Error(`/openapi/v2 answered ${code}`);
    this.#etag = headers.etag ?? "";
    this.#definitions = JSON.parse(text).definitions;
    return this.#definitions;
  }
}

/** "com.example.stable.v1.CronTab" */
export function definitionName(group: string, version: string, kind: string): string {
  return [...group.split(".").reverse(), version, kind].join(".");
}

/** What is the definition's own, without what the server adds to each. */
export function ownPart(definition: Definitions[string]): object {
  const { "x-kubernetes-group-version-kind": _kind, properties, ...rest } = definition;
  const { apiVersion: _version, kind: _name, metadata: _metadata, ...own } = properties ?? {};
  return Object.keys(own).length === 0 ? rest : { ...rest, properties: own };
}
