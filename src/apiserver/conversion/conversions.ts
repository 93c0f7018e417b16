// Conversion by webhook. Reads are synchronous, and so ask for what has been converted already: what is missing is
// thrown (`ConversionNeeded`), converted outside of the read, and the read runs again.
import { apiVersionOf, type KubeObject } from "../../apimachinery/json.ts";
import { internalError } from "../../apimachinery/status-error.ts";
import type { WebhookClient, WebhookServer } from "../../apimachinery/webhook-call.ts";
import { asOfNow } from "../../kinds/custom/custom-kind.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { Random } from "../../platform/random.ts";
import type { StoredObject } from "../../storage/types.ts";
import type { CustomKinds } from "../custom/custom-kinds.ts";
import {
  batchCharactersMax,
  conversionBatchMax,
  conversionTimeoutMs,
  convertedCharactersMax,
  heldCharactersMax,
} from "./limits.ts";
import { conversionReview, readConversion, reviewVersion } from "./review.ts";

/** What is stored; changes of the log have it too. */
export type Convertible = Pick<StoredObject, "revision" | "text">;

/** Thrown by a read that meets objects which nobody has converted yet. */
export class ConversionNeeded extends Error {
  readonly kind: Kind;
  readonly stored: readonly Convertible[];
  /** Others, that are not stored (yet). */
  readonly objects: readonly Readonly<KubeObject>[];

  constructor(kind: Kind, stored: readonly Convertible[], objects: readonly Readonly<KubeObject>[] = []) {
    super(`objects of ${kind.plural}.${kind.group} are to be converted to ${kind.version}`);
    this.kind = kind;
    this.stored = stored;
    this.objects = objects;
  }
}

export interface ConversionsOptions {
  readonly customs: Pick<CustomKinds, "loaded">;
  readonly webhooks: WebhookClient;
  readonly random: Random;
}

export class Conversions {
  readonly #options: ConversionsOptions;
  /** By revision, version and definition: a revision is of one object, and never changes. The oldest first. */
  readonly #known = new Map<string, { readonly object: KubeObject; readonly characters: number }>();
  #characters = 0;
  /** Objects that are not stored, by definition and text: as long as requests are at work. */
  readonly #unstored = new Map<string, KubeObject>();
  /** Requests that are at work: what they have had converted may not go before they have seen it. */
  #holders = 0;

  constructor(options: ConversionsOptions) {
    this.#options = options;
  }

  /** A stored object in the kind's version, shared; undefined: `make` it first. */
  get(kind: Kind, { revision }: Convertible): Readonly<KubeObject> | undefined {
    return this.#known.get(keyOf(kind, revision))?.object;
  }

  /** An object that is not stored in the kind's version. Throws ConversionNeeded: `makeUnstored` it first. */
  ofUnstored(kind: Kind, object: Readonly<KubeObject>): Readonly<KubeObject> {
    const known = this.#unstored.get(unstoredKey(kind, object));
    if (known === undefined) throw new ConversionNeeded(kind, [], [object]);
    return known;
  }

  /** To be called under `hold`: later it is forgotten. */
  async makeUnstored(kind: Kind, objects: readonly Readonly<KubeObject>[]): Promise<void> {
    const made = await this.convert(kind, objects as readonly KubeObject[]);
    for (const [index, object] of objects.entries()) {
      this.#unstored.set(unstoredKey(kind, object), made[index] as KubeObject);
    }
  }

  /** Keeps all that is converted from now on until the answer is called. */
  hold(): () => void {
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      if (this.#holders === 0) this.#unstored.clear();
      this.#trim();
    };
  }

  /** Has stored objects converted. Throws InternalError when the webhook fails. */
  async make(kind: Kind, stored: readonly Convertible[]): Promise<void> {
    const missing = stored.filter((one) => this.get(kind, one) === undefined);
    const objects = await this.convert(
      kind,
      missing.map(({ text }) => JSON.parse(text) as KubeObject),
    );
    for (const [index, one] of missing.entries()) this.#keep(kind, one, objects[index] as KubeObject);
  }

  /** `objects` in the version of `to`; those that have it already are answered as they are. */
  async convert(to: Kind, objects: readonly KubeObject[]): Promise<readonly KubeObject[]> {
    const wanted = apiVersionOf(to.group, to.version);
    const others = objects.filter(({ apiVersion }) => apiVersion !== wanted);
    if (others.length === 0) return objects;
    const converted: KubeObject[] = [];
    for (const batch of batches(others)) converted.push(...(await this.#ask(to, wanted, batch)));
    let next = 0;
    return objects.map((one) => (one.apiVersion === wanted ? one : (converted[next++] as KubeObject)));
  }

  async #ask(to: Kind, wanted: string, objects: readonly KubeObject[]): Promise<readonly KubeObject[]> {
    const webhook = this.#options.customs.loaded(to)?.conversion?.webhook;
    const failed = (message: string) =>
      internalError(`conversion webhook for ${objects[0]?.apiVersion}, Kind=${to.kind} ${message}`);
    const version = reviewVersion(webhook?.conversionReviewVersions ?? []);
    if (webhook?.clientConfig === undefined || version === undefined) throw failed("failed: no webhook is configured");
    const uid = this.#options.random.uuid();
    const answer = await this.#options.webhooks.call({
      server: webhook.clientConfig as WebhookServer,
      body: conversionReview(version, uid, wanted, objects),
      timeoutMs: conversionTimeoutMs,
    });
    if (answer.type === "failed") throw failed(`failed: ${answer.message}`);
    const read = readConversion(answer.body, { version, uid, desiredAPIVersion: wanted, objects });
    if (read.type === "failed") throw failed(read.message);
    // Of what a webhook makes counts what the schema knows. Kubernetes: customresource_handler.go schemaCoercingConverter
    return read.objects.map((one) => asOfNow(to, one) as KubeObject);
  }

  #keep(kind: Kind, { revision, text }: Convertible, object: KubeObject): void {
    this.#known.set(keyOf(kind, revision), { object, characters: text.length });
    this.#characters += text.length;
    this.#trim();
  }

  #trim(): void {
    const most = this.#holders > 0 ? heldCharactersMax : convertedCharactersMax;
    for (const [key, { characters }] of this.#known) {
      if (this.#characters <= most) return;
      this.#known.delete(key);
      this.#characters -= characters;
    }
  }
}

function keyOf({ version, custom }: Kind, revision: number): string {
  return `${revision} ${version} ${custom?.generation}`;
}

function unstoredKey(kind: Kind, object: Readonly<KubeObject>): string {
  return `${keyOf(kind, 0)} ${JSON.stringify(object)}`;
}

/** As many objects as a webhook is sent at once. */
function batches(objects: readonly KubeObject[]): readonly (readonly KubeObject[])[] {
  const made: KubeObject[][] = [];
  let room = 0;
  for (const object of objects) {
    const characters = JSON.stringify(object).length;
    const last = made.at(-1);
    if (last === undefined || last.length === conversionBatchMax || characters > room) {
      made.push([object]);
      room = batchCharactersMax - characters;
    } else {
      last.push(object);
      room -= characters;
    }
  }
  return made;
}
