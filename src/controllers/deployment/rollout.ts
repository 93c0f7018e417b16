// A run of one deployment: its sets as they are and become, and the status that comes of it.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { deployments, replicaSets } from "../../kinds/kind-refs.ts";
import type { ReconcileContext } from "../runtime/controller.ts";
import { errorMessage, isAlreadyThere, isNamespaceTerminating } from "../runtime/failures.ts";
import { mergeDiff } from "../runtime/merge-diff.ts";
import { isControlledBy } from "../runtime/ownership.ts";
import { patchStatus } from "../runtime/patch-status.ts";
import { newSetAnnotations, revisionAnnotation, revisionOf } from "./annotations.ts";
import { findNewSet, newSetFor, nextRevision, scaleAnnotations } from "./new-set.ts";
import { type Scaling, type SizedSet, sizedSet } from "./sized-set.ts";
import {
  condition,
  hasProgressDeadline,
  pauseConditions,
  type StatusInput,
  withDeploymentCondition,
} from "./status.ts";
import { sameTemplate } from "./template-hash.ts";

type Set = Readonly<ReplicaSet>;

export class Rollout {
  readonly deployment: Readonly<Deployment>;
  readonly #context: ReconcileContext;
  readonly #sets: Map<string, Set>;
  #conditions: readonly DeploymentCondition[] | undefined;
  #newName: string | undefined;

  constructor(deployment: Readonly<Deployment>, sets: readonly Set[], context: ReconcileContext) {
    this.deployment = deployment;
    this.#context = context;
    this.#sets = new Map(sets.map((set) => [set.metadata?.name ?? "", set]));
    this.#conditions = pauseConditions(deployment, context.clock.now());
    this.#newName = findNewSet(deployment, sets)?.metadata?.name;
  }

  get newSet(): Set | undefined {
    return this.#newName === undefined ? undefined : this.#sets.get(this.#newName);
  }

  get old(): readonly Set[] {
    return [...this.#sets.values()].filter((set) => set.metadata?.name !== this.#newName);
  }

  get sized(): { readonly newSet: SizedSet | undefined; readonly old: readonly SizedSet[] } {
    const { newSet } = this;
    return { newSet: newSet === undefined ? undefined : sizedSet(newSet), old: this.old.map(sizedSet) };
  }

  get statusInput(): StatusInput {
    const { deployment, newSet } = this;
    const sets = [...this.#sets.values()];
    return { deployment, conditions: this.#conditions, newSet, sets, nowMs: this.#context.clock.now() };
  }

  /** The new set, should there be one, follows the deployment in revision, annotations and minReadySeconds. */
  async syncNewSet(): Promise<void> {
    const { newSet, deployment } = this;
    if (newSet === undefined) return;
    const annotations = newSetAnnotations(deployment, newSet.metadata?.annotations, nextRevision(this.old));
    const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
    const current = { annotations: newSet.metadata?.annotations ?? {}, seconds: newSet.spec?.minReadySeconds ?? 0 };
    if (mergeDiff(current, { annotations, seconds: minReadySeconds }) !== undefined) {
      await this.#patchSet(newSet, { metadata: { annotations }, spec: { minReadySeconds } });
    }
    this.#note("FoundNewReplicaSet", `Found new replica set "${this.#newName}"`);
  }

  /** Makes the new set where there is none. False: its name is another's, and the next run tries another name. */
  async createNewSet(): Promise<boolean> {
    if (this.newSet !== undefined) return true;
    const { client, events } = this.#context;
    const { deployment } = this;
    const wanted = newSetFor(deployment, this.old);
    const name = wanted.metadata?.name ?? "";
    try {
      const created = await client.create(replicaSets, wanted);
      this.#take(name, created);
      const replicas = created.spec?.replicas ?? 0;
      if (replicas > 0) {
        events.event(deployment, "Normal", "ScalingReplicaSet", `Scaled up replica set ${name} from 0 to ${replicas}`);
      }
      this.#conditions = this.#progressing("True", "NewReplicaSetCreated", `Created new replica set "${name}"`);
      return true;
    } catch (error) {
      if (isAlreadyThere(error)) return this.#collision(name);
      if (!isNamespaceTerminating(error)) await this.#tellFailure(name, error);
      throw error;
    }
  }

  /** Answers whether any set has changed its size. */
  async scale(scalings: readonly Scaling[]): Promise<boolean> {
    const { events } = this.#context;
    let changed = false;
    for (const { name, from, to } of scalings) {
      const set = this.#sets.get(name);
      if (set === undefined) continue;
      const annotations = scaleAnnotations(this.deployment);
      const isNoted = mergeDiff(pick(set.metadata?.annotations, annotations), annotations) === undefined;
      if (from === to && isNoted) continue;
      await this.#patchSet(set, { metadata: { annotations }, spec: { replicas: to } });
      if (from === to) continue;
      const message = `Scaled ${to > from ? "up" : "down"} replica set ${name} from ${from} to ${to}`;
      events.event(this.deployment, "Normal", "ScalingReplicaSet", message);
      changed = true;
    }
    return changed;
  }

  async drop(sets: readonly Set[]): Promise<void> {
    for (const { metadata } of sets) {
      await this.#context.client.delete(replicaSets, metadata?.name ?? "", { uid: metadata?.uid ?? "" });
      this.#sets.delete(metadata?.name ?? "");
    }
  }

  /** Writes what has changed, in one: the status, and the deployment's revision, which is its newest set's. */
  async save(status: DeploymentStatus): Promise<void> {
    const { deployment, newSet } = this;
    const revision = newSet === undefined ? undefined : String(revisionOf(newSet));
    const isKnown = revision === undefined || deployment.metadata?.annotations?.[revisionAnnotation] === revision;
    const diff = mergeDiff(deployment.status, status);
    if (isKnown && diff === undefined) return;
    const { name = "", uid = "" } = deployment.metadata ?? {};
    const metadata = isKnown ? { uid } : { uid, annotations: { [revisionAnnotation]: revision } };
    const patch = { metadata, ...(diff === undefined ? {} : { status: diff }) };
    await this.#context.client.patch(deployments, name, patch, "status");
  }

  /** First seen without any word of its progress. */
  #note(reason: string, message: string): void {
    if (this.#conditions?.some(({ type }) => type === "Progressing")) return;
    this.#conditions = this.#progressing("True", reason, message);
  }

  #progressing(status: "True" | "False", reason: string, message: string): readonly DeploymentCondition[] | undefined {
    if (!hasProgressDeadline(this.deployment)) return this.#conditions;
    const nowMs = this.#context.clock.now();
    return withDeploymentCondition(this.#conditions, condition("Progressing", status, { reason, message, nowMs }));
  }

  /** The name is taken: by the set itself when an earlier run was cut off, or by another template of the same hash. */
  async #collision(name: string): Promise<boolean> {
    const { client } = this.#context;
    const { deployment } = this;
    const existing = await client.get(replicaSets, name);
    if (existing === undefined) return false;
    if (isControlledBy(existing, deployment) && sameTemplate(existing.spec?.template, deployment.spec?.template)) {
      this.#take(name, existing);
      return true;
    }
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    await patchStatus(client, deployments, deployment, { ...deployment.status, collisionCount });
    return false;
  }

  async #tellFailure(name: string, error: unknown): Promise<void> {
    const { client, events } = this.#context;
    const { deployment } = this;
    const message = `Failed to create new replica set "${name}": ${errorMessage(error)}`;
    const conditions = this.#progressing("False", "ReplicaSetCreateError", message);
    await patchStatus(client, deployments, deployment, {
      ...deployment.status,
      ...(conditions === undefined ? {} : { conditions: [...conditions] }),
    });
    events.event(deployment, "Warning", "ReplicaSetCreateError", message);
  }

  async #patchSet({ metadata }: Set, patch: KubeObject): Promise<void> {
    const { name = "", uid = "" } = metadata ?? {};
    const patched = await this.#context.client.patch(replicaSets, name, {
      ...patch,
      metadata: { uid, ...patch.metadata },
    });
    this.#sets.set(name, patched);
  }

  #take(name: string, set: Set): void {
    this.#sets.set(name, set);
    this.#newName = name;
  }
}

function pick(from: Readonly<Record<string, string>> | undefined, keys: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, from?.[key]]));
}
