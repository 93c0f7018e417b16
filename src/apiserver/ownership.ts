// Who owns which fields: noted with every write. Kubernetes: KEP-555 (server-side apply), handlers/fieldmanager
import { type Applied, applyConfiguration } from "../apimachinery/apply/apply.ts";
import { trackUpdate, type Writing } from "../apimachinery/apply/update.ts";
import { oneVersion, type Versions } from "../apimachinery/apply/versions.ts";
import { apiVersionOf, type JsonObject, type KubeObject, type ObjectMeta } from "../apimachinery/json.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Conversions } from "./conversion/conversions.ts";
import { converted } from "./render.ts";
import type { Scope } from "./scope.ts";
import { apiVersionOfKind, type WriteContext } from "./write-context.ts";

/** What each endpoint does not write, whatever the request says. Kubernetes: GetResetFields of the registries' strategies */
const ignoredByStatus = [["f:spec"]];
const ignoredByMain = [["f:status"]];
const ignoredByNone: readonly (readonly string[])[] = [];
/** The decision on a certificate is in its status, and so is the certificate. */
const ignoredByApproval = [["f:spec"], ["f:status", "f:certificate"]];

/** What of a scope is needed. */
type OwnershipHost = Pick<Scope, "kinds" | "conversions">;

const versionsOf = new WeakMap<Kind, Versions>();

/** The versions that a kind's managers may speak. */
function versions(host: OwnershipHost, kind: Kind): Versions {
  // What a webhook makes is asked of this scope's conversions.
  if (kind.custom?.webhookConversion) {
    return severalVersions(host.kinds().servedFrom(kind.collection), host.conversions);
  }
  const known = versionsOf.get(kind);
  if (known !== undefined) return known;
  const served = host.kinds().servedFrom(kind.collection);
  const made = served.length > 1 ? severalVersions(served, undefined) : oneVersion(apiVersionOfKind(kind), kind.schema);
  versionsOf.set(kind, made);
  return made;
}

function severalVersions(served: readonly Kind[], conversions: Conversions | undefined): Versions {
  const byVersion = new Map(served.map((one) => [apiVersionOf(one.group, one.version), one]));
  return {
    schemaOf: (apiVersion) => byVersion.get(apiVersion)?.schema,
    convert(object, apiVersion) {
      const from = byVersion.get(object["apiVersion"] as string);
      const to = byVersion.get(apiVersion);
      if (from === undefined || to === undefined || from === to) return object;
      // Nothing is nothing in any version; what there is, is had converted first, and the write begins anew.
      if (to.custom?.webhookConversion) {
        if (conversions === undefined || object["metadata"] === undefined) return { ...object, apiVersion };
        return conversions.ofUnstored(to, object as KubeObject) as JsonObject;
      }
      return converted(object, from, to) as JsonObject;
    },
  };
}

function writing(host: OwnershipHost, write: WriteContext): Writing {
  const { kind } = write;
  return {
    apiVersion: apiVersionOfKind(kind),
    versions: versions(host, kind),
    manager: write.fieldManager(),
    subresource: write.subresource,
    nowMs: write.nowMs,
    ignored: ignoredBy(write),
  };
}

function ignoredBy({ kind, rules, subresource }: WriteContext): readonly (readonly string[])[] {
  if (rules === "status") return ignoredByStatus;
  if (subresource === "approval") return ignoredByApproval;
  return kind.subresources.status === true ? ignoredByMain : ignoredByNone;
}

/** Notes in `object` what the write changes of `live` (undefined: a create). Must come before admission's own changes. */
export function noteOwner(
  host: OwnershipHost,
  write: WriteContext,
  live: Readonly<KubeObject> | undefined,
  object: KubeObject,
): void {
  const metadata = object.metadata as ObjectMeta;
  if (write.ownership === "given") return;
  const entries = trackUpdate(live, object, writing(host, write));
  if (entries === undefined) delete metadata.managedFields;
  else metadata.managedFields = entries;
}

/** The object as an applied configuration leaves it, with its owners. Throws Conflict, BadRequest. */
export function applied(
  host: OwnershipHost,
  write: WriteContext,
  live: Readonly<KubeObject> | undefined,
  configuration: KubeObject,
  force: boolean,
): Applied {
  return applyConfiguration(live, configuration, { ...writing(host, write), kind: write.kind.kind, force });
}
