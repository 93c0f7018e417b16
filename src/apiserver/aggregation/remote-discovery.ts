// What other API servers serve, as discovery tells it: asked of each of them, kept for a moment.
// Kubernetes: staging/src/k8s.io/kube-aggregator/pkg/apiserver/handler_discovery.go
import type { Clock } from "../../platform/clock.ts";
import type { Timers } from "../../platform/timers.ts";
import { type AskRemote, askJson } from "./ask-json.ts";
import { discoveryFreshMs } from "./limits.ts";
import { byPriority, type RemoteApi } from "./remote-api.ts";

interface LegacyResource {
  readonly name: string;
  readonly singularName?: string;
  readonly namespaced: boolean;
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface Known {
  readonly atMs: number;
  readonly resources: readonly unknown[];
}

export interface VersionDiscovery {
  readonly version: string;
  readonly resources: readonly unknown[];
  /** "Stale": the server did not answer, and this is what it said last. */
  readonly freshness: "Current" | "Stale";
}

export interface GroupDiscovery {
  readonly metadata: { readonly name: string };
  readonly versions: readonly VersionDiscovery[];
}

export class RemoteDiscovery {
  readonly #clock: Clock;
  readonly #timers: Timers;
  /** By the APIService's name. */
  readonly #known = new Map<string, Known>();

  constructor({ clock, timers }: { readonly clock: Clock; readonly timers: Timers }) {
    this.#clock = clock;
    this.#timers = timers;
  }

  /** The groups of `apis` in the aggregated form (apidiscovery.k8s.io/v2). Servers are asked at the same time. */
  async groups(apis: readonly RemoteApi[], ask: AskRemote): Promise<readonly GroupDiscovery[]> {
    for (const name of this.#known.keys()) if (!apis.some((one) => one.name === name)) this.#known.delete(name);
    const versions = await Promise.all(
      byPriority(apis).map(async (api) => ({ group: api.group, version: await this.#version(api, ask) })),
    );
    const names = [...new Set(versions.map(({ group }) => group))];
    return names.map((name) => ({
      metadata: { name },
      versions: versions.filter(({ group }) => group === name).map(({ version }) => version),
    }));
  }

  async #version(api: RemoteApi, ask: AskRemote): Promise<VersionDiscovery> {
    const { name, version } = api;
    const known = this.#known.get(name);
    const nowMs = this.#clock.now();
    if (known !== undefined && Math.abs(nowMs - known.atMs) < discoveryFreshMs) {
      return { version, resources: known.resources, freshness: "Current" };
    }
    const resources = api.available ? await this.#ask(api, ask) : undefined;
    if (resources !== undefined) {
      this.#known.set(name, { atMs: nowMs, resources });
      return { version, resources, freshness: "Current" };
    }
    // What it said last is better than nothing; clients see that it may be old.
    return { version, resources: known?.resources ?? [], freshness: "Stale" };
  }

  /** Undefined: it did not answer, or not with a list. */
  async #ask(api: RemoteApi, ask: AskRemote): Promise<readonly unknown[] | undefined> {
    const { group, version } = api;
    const list = await askJson(this.#timers, ask, api, `/apis/${group}/${version}`);
    if (list === undefined || list === null) return undefined;
    return aggregatedResources(group, version, (list as { resources?: readonly LegacyResource[] }).resources ?? []);
  }
}

/** From the legacy list, which every server has, to the aggregated form. */
export function aggregatedResources(group: string, version: string, list: readonly LegacyResource[]): unknown[] {
  const responseKind = (one: LegacyResource) => ({
    group: one.group || group,
    version: one.version || version,
    kind: one.kind,
  });
  const subresources = (name: string) =>
    list
      .filter((one) => one.name.startsWith(`${name}/`))
      .map((one) => ({
        subresource: one.name.slice(name.length + 1),
        responseKind: responseKind(one),
        verbs: one.verbs ?? [],
      }));
  return list
    .filter(({ name }) => !name.includes("/"))
    .map((one) => {
      const under = subresources(one.name);
      return {
        resource: one.name,
        responseKind: responseKind(one),
        scope: one.namespaced ? "Namespaced" : "Cluster",
        singularResource: one.singularName ?? "",
        verbs: one.verbs ?? [],
        ...(one.shortNames === undefined ? {} : { shortNames: one.shortNames }),
        ...(one.categories === undefined ? {} : { categories: one.categories }),
        ...(under.length === 0 ? {} : { subresources: under }),
      };
    });
}

/** The groups in the legacy form: known from the APIServices alone. */
export function legacyRemoteGroups(
  apis: readonly RemoteApi[],
): readonly { readonly name: string; readonly versions: readonly unknown[] }[] {
  const sorted = byPriority(apis);
  const names = [...new Set(sorted.map(({ group }) => group))];
  return names.map((name) => {
    const versions = sorted
      .filter(({ group }) => group === name)
      .map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions, preferredVersion: versions[0] };
  });
}
