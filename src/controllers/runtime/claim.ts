// Which of the objects that could be an owner's are: adopts those that nobody controls, releases those that it no longer selects.
// Kubernetes: pkg/controller/controller_ref_manager.go
import type { KubeObject, OwnerReference } from "../../apimachinery/json.ts";
import { type LabelMatcher, matchesLabels } from "../../apimachinery/label-selector.ts";
import type { Client, KindRef } from "./client.ts";
import { isNotFound } from "./failures.ts";
import { controllerOf } from "./ownership.ts";

export interface Claims<Type extends KubeObject> {
  readonly kept: readonly Readonly<Type>[];
  readonly adopt: readonly Readonly<Type>[];
  readonly release: readonly Readonly<Type>[];
}

/** `mayAdopt`: what else must hold for an adoption, beside its labels. */
export function planClaims<Type extends KubeObject>(
  owner: Readonly<KubeObject>,
  matcher: LabelMatcher,
  objects: readonly Readonly<Type>[],
  mayAdopt: (object: Readonly<Type>) => boolean = () => true,
): Claims<Type> {
  const ownerGoes = owner.metadata?.deletionTimestamp !== undefined;
  const kept: Readonly<Type>[] = [];
  const adopt: Readonly<Type>[] = [];
  const release: Readonly<Type>[] = [];
  for (const object of objects) {
    const controller = controllerOf(object);
    if (controller !== undefined && controller.uid !== owner.metadata?.uid) continue;
    const matches = matchesLabels(matcher, object.metadata?.labels) && mayAdopt(object);
    if (controller !== undefined) {
      if (matches) kept.push(object);
      else if (!ownerGoes) release.push(object);
    } else if (matches && !ownerGoes && object.metadata?.deletionTimestamp === undefined) adopt.push(object);
  }
  return { kept, adopt, release };
}

/** Answers the objects that are the owner's from now on. */
export async function carryOutClaims<Type extends KubeObject>(
  client: Client,
  kind: KindRef<Type>,
  claims: Claims<Type>,
  ref: OwnerReference,
): Promise<readonly Readonly<Type>[]> {
  const adopted: Readonly<Type>[] = [];
  for (const object of claims.adopt) {
    const owners = [...(object.metadata?.ownerReferences ?? []), ref];
    const written = await writeOwners(client, kind, object, owners);
    if (written !== undefined) adopted.push(written);
  }
  for (const object of claims.release) {
    const owners = (object.metadata?.ownerReferences ?? []).filter(({ uid }) => uid !== ref.uid);
    await writeOwners(client, kind, object, owners);
  }
  return adopted.length === 0 ? claims.kept : [...claims.kept, ...adopted];
}

/** Undefined: the object is gone. Fails with Conflict when it has changed: another may have claimed it. */
async function writeOwners<Type extends KubeObject>(
  client: Client,
  kind: KindRef<Type>,
  object: Readonly<Type>,
  owners: readonly OwnerReference[],
): Promise<Readonly<Type> | undefined> {
  const { name = "", uid, resourceVersion } = object.metadata ?? {};
  const ownerReferences = owners.length === 0 ? null : owners;
  try {
    return await client.patch(kind, name, { metadata: { uid, resourceVersion, ownerReferences } } as KubeObject);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
