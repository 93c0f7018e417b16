// certificatesigningrequests/approval: whether a certificate may be issued.
// Kubernetes: pkg/registry/certificates/certificates/strategy.go csrApprovalStrategy
import { withApproval } from "../../kinds/certificates/signing-request-conditions.ts";
import { validateApproval } from "../../kinds/certificates/signing-request-rules.ts";
import { objectPart } from "./object-part.ts";

export const approval = objectPart({
  name: "approval",
  merge: withApproval,
  validate: validateApproval,
  configured: ({ status }) => (status?.conditions === undefined ? {} : { status: { conditions: status.conditions } }),
});
