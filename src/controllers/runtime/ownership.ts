// Who controls an object. Kubernetes: apimachinery/pkg/apis/meta/v1/controller_ref.go
import { apiVersionOf, type KubeObject, type OwnerReference } from "../../apimachinery/json.ts";
import type { KindRef } from "./client.ts";

/** The one owner that manages it. */
export function controllerOf(object: Readonly<KubeObject>): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller === true);
}

/** `object` is managed by this very owner. */
export function isControlledBy(object: Readonly<KubeObject>, owner: Readonly<KubeObject>): boolean {
  return controllerOf(object)?.uid === owner.metadata?.uid;
}

/** The reference that an object made by `owner` carries. */
export function newControllerRef(owner: Readonly<KubeObject>, { group, version, kind }: KindRef): OwnerReference {
  return {
    apiVersion: apiVersionOf(group, version),
    kind,
    name: owner.metadata?.name ?? "",
    uid: owner.metadata?.uid ?? "",
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function groupOfApiVersion(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** The controlling owner's name, if that owner is of this kind. */
export function controllerNamed(object: Readonly<KubeObject>, { group, kind }: KindRef): string | undefined {
  const owner = controllerOf(object);
  return owner?.kind === kind && groupOfApiVersion(owner.apiVersion) === group ? owner.name : undefined;
}
