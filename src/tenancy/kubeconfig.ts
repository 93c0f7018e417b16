// A kubeconfig: where a cluster is and what to show at its door.
import { stringify } from "yaml";

export interface KubeconfigContent {
  /** Names the cluster, the user and the context. */
  readonly name: string;
  readonly server: string;
  /** PEM; empty when the server's certificate is one that everybody trusts. */
  readonly caCertificate: string;
  readonly token: string;
}

export interface NamedEntry {
  readonly name: string;
  readonly [field: string]: unknown;
}

export interface Kubeconfig {
  readonly apiVersion: "v1";
  readonly kind: "Config";
  readonly clusters: readonly NamedEntry[];
  readonly users: readonly NamedEntry[];
  readonly contexts: readonly NamedEntry[];
  readonly "current-context": string;
}

/** The kubeconfig with one context, which is the current one. */
export function kubeconfig(content: KubeconfigContent): Kubeconfig {
  const { name, server, caCertificate, token } = content;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: { server, ...(caCertificate === "" ? {} : { "certificate-authority-data": btoa(caCertificate) }) },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
}

export function renderKubeconfig(content: Kubeconfig): string {
  // Wrapping would break the long base64 value over lines, which some readers don't put together again.
  return stringify(content, { lineWidth: 0 });
}
