// The JavaScript client, pointed at the server under test.
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { inject } from "vitest";
import { toolsFor } from "../../e2e/harness/kubectl.ts";

/** What the kubeconfig says; another one's than the shared server's when it is named. */
export function kubeConfig(path: string = inject("kubeconfig")): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(path);
  return config;
}

let serial = 0;

/** A namespace for one test. It goes with the server. */
export async function newNamespace(config: KubeConfig): Promise<string> {
  const name = `javascript-${process.pid}-${serial++}`;
  await config.makeApiClient(CoreV1Api).createNamespace({ body: { metadata: { name } } });
  return name;
}

/** Defines a custom kind, and waits until it is served. */
export async function define(definition: object, name: string): Promise<void> {
  const { apply, kubectl } = toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" });
  await apply(JSON.stringify(definition));
  await kubectl("wait", `crd/${name}`, "--for=condition=Established", "--timeout=10s");
}
