// The three steps on certificate requests: who may decide on one, who may sign it, and for whom none is asked.
// Kubernetes: plugin/pkg/admission/certificates/{approval,signing,subjectrestriction}/admission.go
import type { CertificateSigningRequest } from "../../kinds/facts/types.gen.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { authorize } from "../authorize.ts";
import { mastersGroup, type User } from "../user.ts";
import { organizationsOf } from "./certificate-subject.ts";
import { refused } from "./refused.ts";
import type { AdmissionRequest, AdmissionStep } from "./step.ts";

const clientSigner = "kubernetes.io/kube-apiserver-client";

function isAbout({ kind, operation, subresource }: AdmissionRequest, wanted: string, part: string): boolean {
  if (kind.collection !== "certificatesigningrequests.certificates.k8s.io") return false;
  return operation === wanted && subresource === part;
}

export function certificateApproval(asked: typeof authorize = authorize): AdmissionStep {
  return {
    name: "CertificateApproval",
    validate(request) {
      if (!isAbout(request, "UPDATE", "approval")) return;
      const { signerName } = (request.old as CertificateSigningRequest).spec;
      if (mayUseSigner(asked, request.user, "approve", signerName)) return;
      throw refused(request, `user not permitted to approve requests with signerName ${JSON.stringify(signerName)}`);
    },
  };
}

export function certificateSigning(asked: typeof authorize = authorize): AdmissionStep {
  return {
    name: "CertificateSigning",
    validate(request) {
      if (!isAbout(request, "UPDATE", "status")) return;
      const [object, old] = [request.object as CertificateSigningRequest, request.old as CertificateSigningRequest];
      const isSame =
        object.status?.certificate === old.status?.certificate &&
        semanticEqual(object.status?.conditions, old.status?.conditions);
      const { signerName } = old.spec;
      if (isSame || mayUseSigner(asked, request.user, "sign", signerName)) return;
      throw refused(request, `user not permitted to sign requests with signerName ${JSON.stringify(signerName)}`);
    },
  };
}

/** A certificate for the API is never one for its masters. */
export const certificateSubject: AdmissionStep = {
  name: "CertificateSubjectRestriction",
  validate(request) {
    if (!isAbout(request, "CREATE", "")) return;
    const { signerName, request: encoded } = (request.object as CertificateSigningRequest).spec;
    if (signerName !== clientSigner) return;
    if (organizations(request, encoded).includes(mastersGroup)) {
      throw refused(request, `use of ${clientSigner} signer with ${mastersGroup} group is not allowed`);
    }
  },
};

function organizations(request: AdmissionRequest, encoded: string): string[] {
  try {
    return organizationsOf(atob(encoded));
  } catch (error) {
    throw refused(request, `failed to parse CSR: ${(error as Error).message}`);
  }
}

/** A signer by its name, or all of its domain. Kubernetes: plugin/pkg/admission/certificates/util.go */
function mayUseSigner(asked: typeof authorize, user: User, verb: string, signerName: string): boolean {
  const [domain = ""] = signerName.split("/");
  return [signerName, `${domain}/*`].some(
    (name) =>
      asked(user, {
        type: "resource",
        verb,
        group: "certificates.k8s.io",
        version: "*",
        resource: "signers",
        subresource: "",
        namespace: "",
        name,
      }).allowed,
  );
}
