// From committed changes to the work they cause: which controllers care, and about which keys.
import { type KubeObject, qualifiedResource } from "../../apimachinery/json.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Controller, ObservedChange, ScopeIndex, WatchRule } from "./controller.ts";
import type { WorkItem } from "./work-source.ts";

/** A change as storage's log has it. */
export interface LoggedChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly collection: string;
  readonly name: string;
  readonly uid: string;
  readonly revision: number;
  readonly text: string;
  readonly previousText: string | undefined;
}

export interface EnqueueOptions {
  readonly controllers: readonly Controller[];
  readonly clock: Clock;
  readonly index: ScopeIndex;
  /** Parses a stored text; the reconcile that follows should be answered the same object. */
  readonly parse: (stored: { readonly revision: number; readonly text: string }) => Readonly<KubeObject>;
}

interface Listener {
  readonly controller: string;
  readonly rule: WatchRule;
}

/** Answers storage's `workFor`: runs inside the commit. An object is parsed only when a rule asks for it, and once. */
export function enqueue(options: EnqueueOptions): (changes: readonly LoggedChange[]) => WorkItem[] {
  const { controllers, clock, index } = options;
  const byCollection = new Map<string, Listener[]>();
  const always: Listener[] = [];
  for (const { name, watches } of controllers) {
    for (const rule of watches) listenersFor(rule).push({ controller: name, rule });
  }

  function listenersFor({ kind }: WatchRule): Listener[] {
    if (kind === "any") return always;
    const collection = qualifiedResource({ group: kind.group, resource: kind.plural });
    const known = byCollection.get(collection) ?? [];
    byCollection.set(collection, known);
    return known;
  }

  return (changes) => {
    const items: WorkItem[] = [];
    for (const logged of changes) {
      const listeners = byCollection.get(logged.collection) ?? [];
      if (listeners.length === 0 && always.length === 0) continue;
      const change = new LazyChange(logged, options.parse);
      for (const { controller, rule } of [...listeners, ...always]) {
        const dueMs = clock.now() + (rule.delayMs ?? 0);
        for (const key of rule.keys(change, index)) items.push({ controller, key, dueMs });
      }
    }
    return items;
  };
}

class LazyChange implements ObservedChange {
  readonly type: ObservedChange["type"];
  readonly collection: string;
  readonly name: string;
  readonly uid: string;
  readonly text: string;
  readonly oldText: string | undefined;
  readonly #logged: LoggedChange;
  readonly #parse: EnqueueOptions["parse"];
  #object: Readonly<KubeObject> | undefined;
  #old: Readonly<KubeObject> | undefined;

  constructor(logged: LoggedChange, parse: EnqueueOptions["parse"]) {
    this.type = logged.type;
    this.collection = logged.collection;
    this.name = logged.name;
    this.uid = logged.uid;
    this.text = logged.text;
    this.oldText = logged.previousText;
    this.#logged = logged;
    this.#parse = parse;
  }

  get object(): Readonly<KubeObject> {
    this.#object ??= this.#parse(this.#logged);
    return this.#object;
  }

  get old(): Readonly<KubeObject> | undefined {
    if (this.oldText === undefined) return undefined;
    // The log doesn't say of which revision it is, so it can't be had from those already parsed.
    this.#old ??= JSON.parse(this.oldText) as KubeObject;
    return this.#old;
  }
}
