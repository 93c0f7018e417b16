// An object's text, parsed at most once however many watchers look into it.
import type { KubeObject } from "../apimachinery/json.ts";
import type { Revision } from "./types.ts";

export class SharedText {
  readonly text: string;
  #object: Readonly<KubeObject> | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Shared by everybody who looks: must not be changed. */
  get object(): Readonly<KubeObject> {
    this.#object ??= JSON.parse(this.text) as KubeObject;
    return this.#object;
  }

  /** The same object under another revision: what a watcher is told of an object that left its selection. */
  at(revision: Revision): SharedText {
    const { object } = this;
    const metadata = { ...object.metadata, resourceVersion: String(revision) };
    return new SharedText(JSON.stringify({ ...object, metadata }));
  }
}
