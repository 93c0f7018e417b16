// OwnerReferencesPermissionEnforcement: who gives an object an owner may delete it, and who has an owner wait for it
// may touch the owner's finalizers.
// Kubernetes: plugin/pkg/admission/gc/gc_admission.go
import type { KubeObject, OwnerReference } from "../../apimachinery/json.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { authorize, type Decision } from "../authorize.ts";
import { refused } from "./refused.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "./step.ts";

export function ownerReferences(host: AdmissionHost, asked: typeof authorize = authorize): AdmissionStep {
  return {
    name: "OwnerReferencesPermissionEnforcement",
    validate(request) {
      const { operation, kind, subresource, object, old, view } = request;
      if ((operation !== "CREATE" && operation !== "UPDATE") || object === undefined || view !== undefined) return;
      // A pod's status can't change its owners.
      if (kind.collection === "pods" && subresource === "status") return;
      if (semanticEqual(ownersOf(object), ownersOf(old))) return;
      const decision = mayDelete(request, asked);
      if (!decision.allowed) {
        throw refused(request, `cannot set an ownerRef on a resource you can't delete: ${decision.reason}, <nil>`);
      }
      for (const owner of newlyBlocking(object, old)) checkOwner(host, request, owner, asked);
    },
  };
}

function ownersOf(object: Readonly<KubeObject> | undefined): readonly OwnerReference[] {
  return object?.metadata?.ownerReferences ?? [];
}

function mayDelete({ kind, subresource, namespace, name, user }: AdmissionRequest, asked: typeof authorize): Decision {
  const { group, version, plural: resource } = kind;
  return asked(user, { type: "resource", verb: "delete", group, version, resource, subresource, namespace, name });
}

/** Owners that wait for this object now, and did not before. */
function newlyBlocking(object: Readonly<KubeObject>, old: Readonly<KubeObject> | undefined): OwnerReference[] {
  const before = new Map(ownersOf(old).map((owner) => [owner.uid, owner]));
  return ownersOf(object).filter(
    (owner) => owner.blockOwnerDeletion === true && before.get(owner.uid)?.blockOwnerDeletion !== true,
  );
}

function checkOwner(
  host: AdmissionHost,
  request: AdmissionRequest,
  { apiVersion, kind: kindName, name }: OwnerReference,
  asked: typeof authorize,
): void {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const kind = host.kinds().byKind(group, version, kindName);
  if (kind === undefined) {
    const what = `cannot find RESTMapping for APIVersion ${apiVersion} Kind ${kindName}`;
    throw refused(request, `cannot set blockOwnerDeletion in this case because ${what}: no matches for kind`);
  }
  const decision = asked(request.user, {
    type: "resource",
    verb: "update",
    group,
    version,
    resource: kind.plural,
    subresource: "finalizers",
    namespace: kind.scope === "Namespaced" ? request.namespace : "",
    name,
  });
  if (decision.allowed) return;
  const what = "an ownerReference refers to a resource you can't set finalizers on";
  throw refused(request, `cannot set blockOwnerDeletion if ${what}: ${decision.reason}, <nil>`);
}
