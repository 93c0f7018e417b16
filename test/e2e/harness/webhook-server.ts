// A webhook on this host, with a certificate of an authority of its own: the path says what it answers.
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { issueCa, issueServer } from "../../../src/cli/tls/issue.ts";
import { systemRandom } from "../../../src/platform/node/random.ts";

export interface WebhookServer {
  readonly port: number;
  /** As configurations carry it: PEM in base64. */
  readonly caBundle: string;
  /** What it was asked: "CREATE configmaps a". */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const slowMs = 5_000;

/**
 * `/mutate` labels, `/deny` refuses, `/slow` takes five seconds; `/convert` answers conversions, where v1 calls `color`
 * what v2 calls `paint`; any other path allows.
 */
export async function webhookServer(dns: readonly string[]): Promise<WebhookServer> {
  const context = { nowMs: Date.now(), random: systemRandom };
  const ca = await issueCa(context);
  const { certificate, key } = await issueServer(ca, { dns: ["localhost", ...dns], ip: ["127.0.0.1"] }, context);
  const asked: string[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { request: review } = JSON.parse(Buffer.concat(chunks).toString());
      const path = request.url ?? "";
      if (path.startsWith("/convert")) {
        asked.push(`CONVERT ${review.objects.length} to ${review.desiredAPIVersion}`);
        response.end(JSON.stringify(conversionOf(review)));
        return;
      }
      asked.push(`${review.operation} ${review.resource.resource} ${review.name}`);
      const body = { kind: "AdmissionReview", apiVersion: "admission.k8s.io/v1", response: answerTo(path, review) };
      setTimeout(() => response.end(JSON.stringify(body)), path.startsWith("/slow") ? slowMs : 0);
    });
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    caBundle: Buffer.from(ca.certificate).toString("base64"),
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function answerTo(path: string, { uid, object }: { uid: string; object: object | null }): object {
  if (path.startsWith("/deny")) {
    return { uid, allowed: false, status: { code: 403, reason: "Forbidden", message: "not in this namespace" } };
  }
  if (!path.startsWith("/mutate") || object === null) return { uid, allowed: true };
  const patch = [{ op: "add", path: "/metadata/labels", value: { mutated: "yes" } }];
  return { uid, allowed: true, patchType: "JSONPatch", patch: Buffer.from(JSON.stringify(patch)).toString("base64") };
}

interface ConversionRequest {
  readonly uid: string;
  readonly desiredAPIVersion: string;
  readonly objects: readonly { readonly spec: { readonly color?: string; readonly paint?: string } }[];
}

function conversionOf({ uid, desiredAPIVersion, objects }: ConversionRequest): object {
  const field = desiredAPIVersion.endsWith("/v2") ? "paint" : "color";
  const convertedObjects = objects.map((object) => ({
    ...object,
    apiVersion: desiredAPIVersion,
    spec: { [field]: object.spec.color ?? object.spec.paint },
  }));
  const response = { uid, result: { status: "Success" }, convertedObjects };
  return { kind: "ConversionReview", apiVersion: "apiextensions.k8s.io/v1", response };
}
