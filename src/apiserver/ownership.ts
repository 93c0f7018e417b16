// Who owns which fields: noted with every write. Kubernetes: KEP-555 (server-side apply), handlers/fieldmanager
import { type Applied, applyConfiguration } from "../apimachinery/apply/apply.ts";
import { trackUpdate, type Writing } from "../apimachinery/apply/update.ts";
import { oneVersion, type Versions } from "../apimachinery/apply/versions.ts";
import { apiVersionOf, type JsonObject, type KubeObject, type ObjectMeta } from "../apimachinery/json.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KindRegistry } from "../kinds/kind-registry.ts";
import { converted } from "./render.ts";
import { apiVersionOfKind, type WriteContext } from "./write-context.ts";

/** What each endpoint does not write, whatever the request says. Kubernetes: GetResetFields of the registries' strategies */
const ignoredByStatus = [["f:spec"]];
const ignoredByMain = [["f:status"]];
const ignoredByNone: readonly (readonly string[])[] = [];
/** The decision on a certificate is in its status, and so is the certificate. */
const ignoredByApproval = [["f:spec"], ["f:status", "f:certificate"]];

const versionsOf = new WeakMap<Kind, Versions>();

/** The versions that a kind's managers may speak. */
function versions(kinds: KindRegistry, kind: Kind): Versions {
  const known = versionsOf.get(kind);
  if (known !== undefined) return known;
  const served = kinds.servedFrom(kind.collection);
  const made = served.length > 1 ? severalVersions(served) : oneVersion(apiVersionOfKind(kind), kind.schema);
  versionsOf.set(kind, made);
  return made;
}

function severalVersions(served: readonly Kind[]): Versions {
  const byVersion = new Map(served.map((one) => [apiVersionOf(one.group, one.version), one]));
  return {
    schemaOf: (apiVersion) => byVersion.get(apiVersion)?.schema,
    convert(object, apiVersion) {
      const from = byVersion.get(object["apiVersion"] as string);
      const to = byVersion.get(apiVersion);
      if (from === undefined || to === undefined || from === to) return object;
      // Webhooks are not called for who owns what: fields that have the same name in both versions keep their owners.
      if (to.custom?.webhookConversion) return { ...object, apiVersion };
      return converted(object, from, to) as JsonObject;
    },
  };
}

function writing(kinds: KindRegistry, write: WriteContext): Writing {
  const { kind } = write;
  return {
    apiVersion: apiVersionOfKind(kind),
    versions: versions(kinds, kind),
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
  kinds: KindRegistry,
  write: WriteContext,
  live: Readonly<KubeObject> | undefined,
  object: KubeObject,
): void {
  const metadata = object.metadata as ObjectMeta;
  if (write.ownership === "given") return;
  const entries = trackUpdate(live, object, writing(kinds, write));
  if (entries === undefined) delete metadata.managedFields;
  else metadata.managedFields = entries;
}

/** The object as an applied configuration leaves it, with its owners. Throws Conflict, BadRequest. */
export function applied(
  kinds: KindRegistry,
  write: WriteContext,
  live: Readonly<KubeObject> | undefined,
  configuration: KubeObject,
  force: boolean,
): Applied {
  return applyConfiguration(live, configuration, { ...writing(kinds, write), kind: write.kind.kind, force });
}
