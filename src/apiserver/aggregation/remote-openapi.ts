// What other API servers say of themselves in OpenAPI: asked of each of them, kept for a moment. Of version 3 only where
// each group version's document is, of version 2 what belongs to their group versions.
// Kubernetes: staging/src/k8s.io/kube-aggregator/pkg/controllers/{openapi,openapiv3}/aggregator
import type { Json, JsonObject } from "../../apimachinery/json.ts";
import { groupVersionPath } from "../../apimachinery/openapi/resource.ts";
import { isJsonObject } from "../../apimachinery/set-field.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Timers } from "../../platform/timers.ts";
import { type AskRemote, askJson } from "./ask-json.ts";
import { discoveryFreshMs } from "./limits.ts";
import type { RemoteApi } from "./remote-api.ts";

export interface PartsV2 {
  readonly paths: JsonObject;
  readonly definitions: JsonObject;
}

interface Kept<Value> {
  readonly atMs: number;
  readonly value: Value;
}

const noParts: PartsV2 = { paths: {}, definitions: {} };

export class RemoteOpenApi {
  readonly #clock: Clock;
  readonly #timers: Timers;
  /** By the APIService's name. */
  readonly #addresses = new Map<string, Kept<string>>();
  readonly #parts = new Map<string, Kept<PartsV2>>();

  constructor({ clock, timers }: { readonly clock: Clock; readonly timers: Timers }) {
    this.#clock = clock;
    this.#timers = timers;
  }

  /** Where each group version's document of version 3 is, relative to this server: by "apis/GROUP/VERSION". */
  async addresses(apis: readonly RemoteApi[], ask: AskRemote): Promise<ReadonlyMap<string, string>> {
    const found = await this.#each(this.#addresses, apis, async (api) => {
      const answer = await askJson(this.#timers, ask, api, "/openapi/v3");
      return answer === undefined ? undefined : addressIn(answer as Json, groupVersionPath(api.group, api.version));
    });
    const addresses = found.map(({ api, value }) => [groupVersionPath(api.group, api.version), value] as const);
    return new Map(addresses.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** What is added to the one document of version 2. */
  async partsV2(apis: readonly RemoteApi[], ask: AskRemote): Promise<PartsV2> {
    const found = await this.#each(this.#parts, apis, async (api) => {
      const answer = await askJson(this.#timers, ask, api, "/openapi/v2");
      return isJsonObject(answer as Json) ? partsFor(api, answer as JsonObject) : undefined;
    });
    const parts = found.map(({ value }) => value ?? noParts);
    return {
      paths: Object.assign({}, ...parts.map(({ paths }) => paths)),
      definitions: Object.assign({}, ...parts.map(({ definitions }) => definitions)),
    };
  }

  /** Servers are asked at the same time; what one said last stays while it does not answer. */
  async #each<Value>(
    kept: Map<string, Kept<Value>>,
    apis: readonly RemoteApi[],
    make: (api: RemoteApi) => Promise<Value | undefined>,
  ): Promise<readonly { readonly api: RemoteApi; readonly value: Value | undefined }[]> {
    for (const name of kept.keys()) if (!apis.some((one) => one.name === name)) kept.delete(name);
    const nowMs = this.#clock.now();
    return Promise.all(
      apis.map(async (api) => {
        const known = kept.get(api.name);
        const isFresh = known !== undefined && Math.abs(nowMs - known.atMs) < discoveryFreshMs;
        if (isFresh || !api.available) return { api, value: known?.value };
        const value = await make(api);
        if (value === undefined) return { api, value: known?.value };
        kept.set(api.name, { atMs: nowMs, value });
        return { api, value };
      }),
    );
  }
}

/** Only a path of its own: a server can't send clients anywhere else. */
function addressIn(index: Json, path: string): string | undefined {
  const paths = isJsonObject(index) ? index["paths"] : undefined;
  const entry = isJsonObject(paths ?? null) ? (paths as JsonObject)[path] : undefined;
  const address = isJsonObject(entry ?? null) ? (entry as JsonObject)["serverRelativeURL"] : undefined;
  return typeof address === "string" && address.split("?")[0] === `/openapi/v3/${path}` ? address : undefined;
}

/** The paths of its group version and what they refer to. Parts that all servers have are this server's own. */
export function partsFor({ group, version }: Pick<RemoteApi, "group" | "version">, document: JsonObject): PartsV2 {
  const root = `/${groupVersionPath(group, version)}/`;
  const all = isJsonObject(document["paths"]) ? document["paths"] : {};
  const paths = Object.fromEntries(Object.entries(all).filter(([path]) => path.startsWith(root)));
  const known = isJsonObject(document["definitions"]) ? document["definitions"] : {};
  const definitions: JsonObject = {};
  const waiting: Json[] = [paths];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of referencesIn(next)) {
      const definition = known[name];
      const isShared = name.startsWith("io.k8s.apimachinery.") || name.startsWith("io.k8s.api.");
      if (definition === undefined || isShared || Object.hasOwn(definitions, name)) continue;
      definitions[name] = definition;
      waiting.push(definition);
    }
  }
  return { paths, definitions };
}

function referencesIn(value: Json): readonly string[] {
  return [...JSON.stringify(value).matchAll(/"\$ref":"#\/definitions\/([^"\\]+)"/g)].map((match) => match[1] as string);
}
