// CertificateSigningRequest: asks for a signed certificate.
import { builtinKind } from "../builtin-kind.ts";

export const certificateSigningRequest = builtinKind({
  group: "certificates.k8s.io",
  version: "v1",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  shortNames: ["csr"],
  scope: "Cluster",
  nameRule: "path-segment",
  subresources: { status: true, others: ["approval"] },
});
