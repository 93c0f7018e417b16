// Keeps the CA and the server's certificate in the data directory.
import { existsSync, readFileSync } from "node:fs";
import type { DataDir } from "../data-dir.ts";
import { writePrivateFile } from "../private-file.ts";
import { type IssueContext, issueCa, issueServer } from "./issue.ts";
import { renewalReason } from "./renewal.ts";
import type { ServerNames } from "./server-names.ts";

export interface Certificates {
  readonly caCertificate: string;
  /** Why the server's certificate was made anew, if it was. */
  readonly renewed: string | undefined;
}

/**
 * Makes what is missing, about to expire or, unless only expiry is looked at, made for other names. A CA that is there
 * is never replaced: every kubeconfig trusts it.
 */
export async function ensureCertificates(
  files: DataDir["tls"],
  names: ServerNames,
  context: IssueContext,
  look: "names and expiry" | "expiry" = "names and expiry",
): Promise<Certificates> {
  if (!existsSync(files.caCertificate) || !existsSync(files.caKey)) {
    const ca = await issueCa(context);
    writePrivateFile(files.caKey, ca.key);
    writePrivateFile(files.caCertificate, ca.certificate);
  }
  const ca = { certificate: readFileSync(files.caCertificate, "utf8"), key: readFileSync(files.caKey, "utf8") };
  const complete = existsSync(files.serverCertificate) && existsSync(files.serverKey);
  const reason = complete
    ? renewalReason(
        { certificate: readFileSync(files.serverCertificate, "utf8"), key: readFileSync(files.serverKey, "utf8") },
        ca.certificate,
        look === "expiry" ? undefined : names,
        context.nowMs,
      )
    : "first";
  if (reason !== undefined) {
    const server = await issueServer(ca, names, context);
    writePrivateFile(files.serverKey, server.key);
    writePrivateFile(files.serverCertificate, server.certificate);
  }
  return { caCertificate: ca.certificate, renewed: reason };
}
