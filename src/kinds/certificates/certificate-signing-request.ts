// CertificateSigningRequest: asks for a signed certificate.
import { humanDuration } from "../../apimachinery/duration.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { CertificateSigningRequest } from "../facts/types.gen.ts";
import { withTimes } from "./signing-request-conditions.ts";
import { validateSigningRequest, validateSigningRequestStatus } from "./signing-request-rules.ts";

export const certificateSigningRequest = builtinKind<CertificateSigningRequest>({
  group: "certificates.k8s.io",
  version: "v1",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  shortNames: ["csr"],
  scope: "Cluster",
  nameRule: "path-segment",
  subresources: { status: true, others: ["approval"] },
  strategy: {
    // Who asks is what the server knows of the client, never what the client says. Kubernetes: pkg/registry/certificates
    prepareForCreate: (object, { user }) => {
      object.status = {};
      if (object.spec === undefined) return;
      const { uid: _u, extra: _e, groups: _g, ...spec } = object.spec;
      object.spec = { ...spec, username: user.name, ...(user.groups.length > 0 ? { groups: [...user.groups] } : {}) };
    },
    prepareForUpdate: (object, old) => {
      if (old.spec !== undefined) object.spec = old.spec;
    },
    prepareForStatusUpdate: (object, old, { nowMs }) => {
      if (old.spec !== undefined) object.spec = old.spec;
      const { conditions } = object.status ?? {};
      if (conditions === undefined) return;
      object.status = { ...object.status, conditions: withTimes(conditions, old.status?.conditions ?? [], nowMs) };
    },
    validateCreate: validateSigningRequest,
    validateStatusUpdate: validateSigningRequestStatus,
  },
  columns: [
    nameColumn,
    ageColumn,
    column<CertificateSigningRequest>("SignerName", "string", ({ spec }) => spec?.signerName || "<none>"),
    column<CertificateSigningRequest>("Requestor", "string", ({ spec }) => spec?.username ?? ""),
    column<CertificateSigningRequest>("RequestedDuration", "string", ({ spec }) =>
      spec?.expirationSeconds === undefined ? "<none>" : humanDuration(spec.expirationSeconds * 1000),
    ),
    column<CertificateSigningRequest>("Condition", "string", condition),
  ],
  selectableFields: { "spec.signerName": ({ spec }) => spec?.signerName ?? "" },
});

function condition({ status }: CertificateSigningRequest): string {
  const types = new Set((status?.conditions ?? []).map(({ type }) => type));
  const decided = types.has("Denied") ? "Denied" : types.has("Approved") ? "Approved" : "Pending";
  return `${decided}${types.has("Failed") ? ",Failed" : ""}${status?.certificate ? ",Issued" : ""}`;
}
