// All services of the cluster as this node sees them, each with its endpoints. Fed by two reflectors, read by proxy and DNS.
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import type { Sink } from "../api/reflector.ts";
import { type ServiceFacts, type SliceFacts, serviceFacts, sliceFacts } from "./facts.ts";

/** One service with its slices, in order of their names. The same object until something of it changes. */
export interface ServiceView {
  /** `namespace/name` */
  readonly key: string;
  readonly service: ServiceFacts;
  readonly slices: readonly SliceFacts[];
}

export interface BookContent {
  readonly services: readonly ServiceFacts[];
  readonly slices: readonly SliceFacts[];
}

export class ServiceBook {
  /** Where a reflector of Services writes. */
  readonly services: Sink<KubeObject>;
  /** Where a reflector of EndpointSlices writes. */
  readonly slices: Sink<KubeObject>;

  readonly #services = new Map<string, ServiceFacts>();
  readonly #slices = new Map<string, SliceFacts>();
  /** service -> names of its slices */
  readonly #slicesOf = new Map<string, Set<string>>();
  readonly #views = new Map<string, ServiceView>();
  readonly #listeners = new Set<() => void>();
  #listed = { services: false, slices: false };
  #restored = false;
  #version = 0;

  constructor() {
    this.services = {
      replace: (objects) => {
        const facts = objects.map(serviceFacts);
        this.#listed.services = true;
        this.#replace(
          this.#services,
          facts,
          (one) => this.#setService(one),
          (key) => this.#dropService(key),
        );
      },
      set: (object) => this.#changed(this.#setService(serviceFacts(object))),
      delete: (object) => this.#changed(this.#dropService(keyOf(object.metadata ?? {}))),
    };
    this.slices = {
      replace: (objects) => {
        const facts = objects.flatMap((object) => sliceFacts(object) ?? []);
        this.#listed.slices = true;
        this.#replace(
          this.#slices,
          facts,
          (one) => this.#setSlice(one),
          (key) => this.#dropSlice(key),
        );
      },
      set: (object) => {
        const facts = sliceFacts(object);
        this.#changed(facts ? this.#setSlice(facts) : this.#dropSlice(keyOf(object.metadata ?? {})));
      },
      delete: (object) => this.#changed(this.#dropSlice(keyOf(object.metadata ?? {}))),
    };
  }

  /** Whether there is a complete picture, be it an old one: before that nothing may be programmed, and no name denied. */
  get complete(): boolean {
    return this.#restored || this.synced;
  }

  /** Whether the picture came from the API server in this life. */
  get synced(): boolean {
    return this.#listed.services && this.#listed.slices;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  view(namespace: string, name: string): ServiceView | undefined {
    const key = `${namespace}/${name}`;
    const service = this.#services.get(key);
    if (!service) return undefined;
    let view = this.#views.get(key);
    if (!view) {
      const names = [...(this.#slicesOf.get(key) ?? [])].sort();
      view = { key, service, slices: names.map((slice) => this.#slices.get(slice) as SliceFacts) };
      this.#views.set(key, view);
    }
    return view;
  }

  /** All services, in order of their keys. */
  views(): ServiceView[] {
    return [...this.#services.keys()].sort().map((key) => {
      const { namespace, name } = this.#services.get(key) as ServiceFacts;
      return this.view(namespace, name) as ServiceView;
    });
  }

  /** Calls `listener` after every change, at once. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  content(): BookContent {
    return { services: [...this.#services.values()], slices: [...this.#slices.values()] };
  }

  /** Takes over what an earlier life knew, unless the API server was faster. */
  restore(content: BookContent): void {
    if (this.synced) return;
    for (const service of content.services) if (!this.#listed.services) this.#setService(service);
    for (const slice of content.slices) if (!this.#listed.slices) this.#setSlice(slice);
    this.#restored = true;
    this.#changed(true);
  }

  #replace<Facts extends { namespace: string; name: string }>(
    known: ReadonlyMap<string, Facts>,
    facts: readonly Facts[],
    set: (one: Facts) => boolean,
    drop: (key: string) => boolean,
  ): void {
    const wanted = new Set(facts.map(keyOf));
    for (const key of [...known.keys()]) if (!wanted.has(key)) drop(key);
    for (const one of facts) set(one);
    this.#changed(true);
  }

  #setService(facts: ServiceFacts): boolean {
    const key = keyOf(facts);
    if (same(this.#services.get(key), facts)) return false;
    this.#services.set(key, facts);
    this.#views.delete(key);
    return true;
  }

  #dropService(key: string): boolean {
    this.#views.delete(key);
    return this.#services.delete(key);
  }

  #setSlice(facts: SliceFacts): boolean {
    const key = keyOf(facts);
    const before = this.#slices.get(key);
    if (same(before, facts)) return false;
    if (before && before.service !== facts.service) this.#dropSlice(key);
    const service = `${facts.namespace}/${facts.service}`;
    const names = this.#slicesOf.get(service) ?? new Set();
    this.#slicesOf.set(service, names.add(key));
    this.#slices.set(key, facts);
    this.#views.delete(service);
    return true;
  }

  #dropSlice(key: string): boolean {
    const facts = this.#slices.get(key);
    if (!facts) return false;
    const service = `${facts.namespace}/${facts.service}`;
    const names = this.#slicesOf.get(service);
    names?.delete(key);
    if (names?.size === 0) this.#slicesOf.delete(service);
    this.#views.delete(service);
    return this.#slices.delete(key);
  }

  #changed(really: boolean): void {
    if (!really) return;
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function keyOf({ namespace = "", name = "" }: { namespace?: string; name?: string }): string {
  return `${namespace}/${name}`;
}

/** Facts are made by the same code in the same order, so their text tells. */
function same(a: unknown, b: unknown): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
