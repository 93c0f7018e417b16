// The schemas of custom resources that this isolate has at hand, shared by its objects: least recently used ones go,
// but none that a request is working with.
import type { JsonObject } from "../../apimachinery/json.ts";
import { schemaFromOpenApi } from "../../apimachinery/schema/custom-schema.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";
import { schemaOf } from "../../kinds/facts/schema-of.ts";
import type { CustomResourceConversion } from "../../kinds/facts/types.gen.ts";
import type { SchemaAnswer } from "./custom-catalog.ts";

export interface LoadedSchema {
  readonly schema: Schema;
  readonly conversion: CustomResourceConversion | undefined;
}

interface Entry extends LoadedSchema {
  readonly characters: number;
  uses: number;
}

export class SchemaCache {
  readonly #charactersMax: number;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(charactersMax: number) {
    this.#charactersMax = charactersMax;
  }

  get(key: string): LoadedSchema | undefined {
    return this.#entries.get(key);
  }

  /** Keeps a schema until `release` is called. False: it is not here. */
  hold(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    entry.uses += 1;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return true;
  }

  release(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.uses > 0) entry.uses -= 1;
    this.#shrink();
  }

  /** One that is here already stays: who holds it goes on with it. */
  add(key: string, { schema, conversion }: SchemaAnswer): void {
    if (this.#entries.has(key)) return;
    const parsed = schemaFromOpenApi(JSON.parse(schema) as JsonObject, schemaOf("meta.v1.ObjectMeta"));
    this.#entries.set(key, { schema: parsed, conversion, characters: schema.length, uses: 0 });
    this.#characters += schema.length;
    this.#shrink(key);
  }

  #shrink(except?: string): void {
    for (const [key, { characters, uses }] of this.#entries) {
      if (this.#characters <= this.#charactersMax) return;
      if (uses > 0 || key === except) continue;
      this.#entries.delete(key);
      this.#characters -= characters;
    }
  }
}
