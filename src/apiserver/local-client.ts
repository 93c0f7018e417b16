// The scope's API without HTTP, for controllers: the same admission, rules and errors as for any client.
import type { JsonObject, KubeObject } from "../apimachinery/json.ts";
import { applyMergePatch } from "../apimachinery/patch/merge-patch.ts";
import { internalError, StatusError } from "../apimachinery/status-error.ts";
import type { User } from "../auth/user.ts";
import type { Kind } from "../kinds/kind.ts";
import { audited, type LocalWrite } from "./audit/local-audit.ts";
import { needConverted, withConversions } from "./conversion/with-conversions.ts";
import { createObject } from "./create-object.ts";
import { decodeObject } from "./decode-object.ts";
import { deleteObject } from "./delete-object.ts";
import { presented } from "./render.ts";
import type { Scope } from "./scope.ts";
import { selection } from "./selection.ts";
import { updateObject } from "./update-object.ts";
import type { WriteContext } from "./write-context.ts";

/** Upstream's controllers are one manager; so are ours. */
const controllerManager = "kube-controller-manager";

/** Which kind is meant; the controllers' `KindRef` fits. */
export interface KindName {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

export interface LocalDelete {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: "Foreground" | "Background" | "Orphan";
  readonly gracePeriodSeconds?: number;
}

const rulesOf: Readonly<Record<string, WriteContext["rules"]>> = { status: "status", finalize: "none" };

/** Objects that it answers are shared and must not be changed. It never changes those that it is given. */
export class LocalClient {
  readonly namespace: string;
  readonly #scope: Scope;
  readonly #user: User;

  constructor(scope: Scope, user: User) {
    this.namespace = scope.namespace;
    this.#scope = scope;
    this.#user = user;
  }

  async get(name: KindName, objectName: string): Promise<Readonly<KubeObject> | undefined> {
    return this.#with(name, async (kind) => {
      const stored = this.#scope.store.get(kind.collection, objectName);
      return stored === undefined ? undefined : presented(this.#scope, kind, stored);
    });
  }

  async list(
    name: KindName,
    options: { readonly labelSelector?: string; readonly fieldSelector?: string } = {},
  ): Promise<readonly Readonly<KubeObject>[]> {
    return this.#with(name, async (kind) => {
      const { labelSelector = "", fieldSelector = "" } = options;
      const { matches } = selection(kind, { labelSelector, fieldSelector });
      const { objects } = this.#scope.store.list(kind.collection);
      needConverted(this.#scope, kind, objects);
      const shaped = objects.map((stored) => presented(this.#scope, kind, stored));
      return matches === undefined ? shaped : shaped.filter(matches);
    });
  }

  async listOwned(ownerUid: string): Promise<readonly Readonly<KubeObject>[]> {
    const found = this.#scope.store
      .dependents(ownerUid)
      .map(({ collection, name }) => this.#scope.store.get(collection, name));
    return found.filter((stored) => stored !== undefined).map((stored) => this.#scope.parsed.parse(stored));
  }

  async create(name: KindName, object: KubeObject): Promise<Readonly<KubeObject>> {
    return this.#writing(name, "create", { body: object }, async (kind) => {
      const written = await createObject(this.#scope, this.#write(kind), this.#decoded(kind, object));
      return JSON.parse(written.text) as KubeObject;
    });
  }

  async update(name: KindName, object: KubeObject): Promise<Readonly<KubeObject>> {
    return this.#replace(name, object, "");
  }

  async updateStatus(name: KindName, object: KubeObject): Promise<Readonly<KubeObject>> {
    return this.#replace(name, object, "status");
  }

  async patch(name: KindName, objectName: string, patch: KubeObject, subresource = ""): Promise<Readonly<KubeObject>> {
    const about = { objectName, body: patch, subresource };
    return this.#writing(name, "patch", about, async (kind) => {
      const write = this.#write(kind, subresource);
      const written = await updateObject(this.#scope, write, objectName, (current) =>
        this.#decoded(kind, applyMergePatch(current as JsonObject, patch as JsonObject) as KubeObject),
      );
      return JSON.parse(written.text) as KubeObject;
    });
  }

  async delete(name: KindName, objectName: string, options: LocalDelete = {}): Promise<void> {
    const deletion = {
      uid: options.uid,
      resourceVersion: options.resourceVersion,
      propagationPolicy: options.propagationPolicy,
      graceSeconds: options.gracePeriodSeconds,
    };
    try {
      await this.#writing(name, "delete", { objectName }, async (kind) => {
        await deleteObject(this.#scope, this.#write(kind), objectName, deletion);
        return undefined;
      });
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== "NotFound") throw error;
    }
  }

  async #replace(name: KindName, object: KubeObject, subresource: string): Promise<Readonly<KubeObject>> {
    const objectName = object.metadata?.name ?? "";
    return this.#writing(name, "update", { objectName, body: object, subresource }, async (kind) => {
      const write = this.#write(kind, subresource);
      const written = await updateObject(this.#scope, write, objectName, () => this.#decoded(kind, object));
      return JSON.parse(written.text) as KubeObject;
    });
  }

  /** A write, noted where there is an audit. */
  #writing<Result extends KubeObject | undefined>(
    name: KindName,
    verb: LocalWrite["verb"],
    about: { readonly objectName?: string; readonly body?: KubeObject; readonly subresource?: string },
    work: (kind: Kind) => Promise<Result>,
  ): Promise<Result> {
    if (this.#scope.audit === undefined) return this.#with(name, work);
    const { objectName = "", body, subresource = "" } = about;
    const write = { kind: name, namespace: this.namespace, name: objectName, verb, subresource, body };
    return audited(this.#scope, { ...write, user: this.#user }, () => this.#with(name, work));
  }

  /** Custom kinds come with their schema, which stays for as long as `work` takes. */
  async #with<Result>(name: KindName, work: (kind: Kind) => Promise<Result>): Promise<Result> {
    const { group, version, plural } = name;
    const known = this.#scope.kinds().byResource(group, version, plural);
    if (known !== undefined && known.custom === undefined) return work(known);
    const held = await this.#scope.customs?.hold(name);
    if (held === undefined) throw internalError(`${plural}.${group} is not served`);
    try {
      const { kind } = held;
      return await withConversions(this.#scope, () => work(kind));
    } finally {
      held.release();
    }
  }

  /** A copy, read by the kind's schema: what a controller leaves undefined is not there. */
  #decoded(kind: Kind, object: KubeObject): KubeObject {
    const value = JSON.parse(JSON.stringify(object)) as JsonObject;
    return decodeObject({ value, text: undefined }, kind, "Strict", () => {});
  }

  #write(kind: Kind, subresource = ""): WriteContext {
    return {
      kind,
      user: this.#user,
      subresource,
      rules: rulesOf[subresource] ?? "main",
      dryRun: false,
      fieldManager: () => controllerManager,
      nowMs: this.#scope.clock.now(),
      warn: () => {},
    };
  }
}
