// A webhook server in a pod, behind a service, with a certificate of its own authority.
import { issueCa, issueServer } from "../../../../src/cli/tls/issue.ts";
import { systemRandom } from "../../../../src/platform/node/random.ts";
import type { ApiObject } from "../../harness/api.ts";
import { until } from "../../harness/until.ts";
import { tool } from "./containers.ts";
import { makeService, type Where } from "./services.ts";

const serviceName = "e2e-test-webhook";

export interface WebhookServer {
  /** What a configuration calls `clientConfig`. */
  clientConfig(path: string): object;
}

/** Ready to be asked when this resolves. */
export async function webhookServer(where: Where): Promise<WebhookServer> {
  const { api, namespace, pods } = where;
  const context = { nowMs: Date.now(), random: systemRandom };
  const ca = await issueCa(context);
  const { certificate, key } = await issueServer(ca, { dns: [`${serviceName}.${namespace}.svc`], ip: [] }, context);
  await api.create(`/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: "webhook-cert" },
    type: "kubernetes.io/tls",
    stringData: { "tls.crt": certificate, "tls.key": key },
  });
  const labels = { app: serviceName };
  await makeService(where, serviceName, { selector: labels, ports: [{ port: 8443, targetPort: 8444 }] });
  const readinessProbe = { httpGet: { scheme: "HTTPS", port: 8444, path: "/readyz" }, periodSeconds: 1 };
  const volumes = [{ name: "cert", secret: { secretName: "webhook-cert" } }];
  const volumeMounts = [{ name: "cert", mountPath: "/cert", readOnly: true }];
  const container = tool(["webhook", "8444"], { readinessProbe, volumeMounts });
  await pods.run({ name: "webhook", labels, spec: { containers: [container], volumes } });
  const caBundle = Buffer.from(ca.certificate).toString("base64");
  return {
    clientConfig: (path) => ({ caBundle, service: { namespace, name: serviceName, port: 8443, path } }),
  };
}

export type WebhookType = "validating" | "mutating";

const kinds = { validating: "ValidatingWebhookConfiguration", mutating: "MutatingWebhookConfiguration" };

export function configurationsOf(type: WebhookType): string {
  return `/apis/admissionregistration.k8s.io/v1/${type}webhookconfigurations`;
}

/** What a webhook of this test's namespace alone is asked about. */
export interface Hook {
  readonly clientConfig: object;
  readonly rule: Rule;
  /** Further fields of the webhook. */
  readonly more?: object;
}

export interface Rule {
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
}

/** A configuration's body; only objects of `namespace`, or of no namespace when "", are asked about. */
export function configuration(type: WebhookType, name: string, namespace: string, hooks: readonly Hook[]): object {
  const ofNamespace = { matchLabels: { "kubernetes.io/metadata.name": namespace } };
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: kinds[type],
    metadata: { name, labels: { story: name } },
    webhooks: hooks.map(({ clientConfig, rule, more }, index) => ({
      name: `hook-${index}.k8s.io`,
      clientConfig,
      rules: [{ apiGroups: [""], apiVersions: ["v1"], ...rule }],
      sideEffects: "None",
      admissionReviewVersions: ["v1", "v1beta1"],
      ...(namespace === "" ? {} : { namespaceSelector: ofNamespace }),
      ...more,
    })),
  };
}

/** With a configuration in force while `body` runs. */
export async function configured(
  { api }: Where,
  type: WebhookType,
  body: object,
  run: (path: string) => Promise<void>,
): Promise<void> {
  const made: ApiObject = await api.create(configurationsOf(type), body);
  const path = `${configurationsOf(type)}/${made.metadata.name}`;
  try {
    await run(path);
  } finally {
    await api.send("DELETE", path);
  }
}

/** Waits until an attempt is refused with `message`; attempts that aren't yet are taken back by `undo`. */
export async function untilRefused(
  attempt: () => Promise<unknown>,
  message: string | RegExp,
  undo: () => Promise<unknown> = async () => {},
): Promise<void> {
  await until(async () => {
    try {
      await attempt();
    } catch (error) {
      return String(error).match(message) !== null;
    }
    await undo();
    return false;
  });
}
