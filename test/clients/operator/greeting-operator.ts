// An operator as somebody would write it with @dot-i/k8s-operator: each Greeting becomes a config map, and cleans up after itself.
// usage: KUBECONFIG=... node greeting-operator.ts NAMESPACE

import { createRequire } from "node:module";
import type { ResourceEvent } from "@dot-i/k8s-operator";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";

// A CommonJS package with a default export: Node's import and the type checker disagree on what that is.
const { default: Operator } = createRequire(import.meta.url)(
  "@dot-i/k8s-operator",
) as typeof import("@dot-i/k8s-operator");

const group = "operator.clients.example.com";
const finalizer = `${group}/clean-up`;

interface Greeting {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly to: string };
  readonly status?: { readonly observedGeneration?: number };
}

class GreetingOperator extends Operator {
  readonly #namespace: string;
  readonly #core: CoreV1Api;

  constructor(namespace: string, core: CoreV1Api) {
    super({ debug: console.log, info: console.log, warn: console.log, error: console.error });
    this.#namespace = namespace;
    this.#core = core;
  }

  protected override async init(): Promise<void> {
    await this.watchResource(group, "v1", "greetings", (event) => this.#reconcile(event), this.#namespace);
  }

  async #reconcile(event: ResourceEvent): Promise<void> {
    const namespace = this.#namespace;
    const { metadata, spec, status } = event.object as unknown as Greeting;
    const { name, generation } = metadata;
    const cleanUp = async () => void (await this.#core.deleteNamespacedConfigMap({ namespace, name }));
    if (await this.handleResourceFinalizer(event, finalizer, cleanUp)) return;
    if (`${event.type}` === "DELETED" || status?.observedGeneration === generation) return;
    const body = { metadata: { name }, data: { text: `hello ${spec.to}` } };
    await this.#core
      .replaceNamespacedConfigMap({ namespace, name, body })
      .catch(() => this.#core.createNamespacedConfigMap({ namespace, body }));
    await this.patchResourceStatus(event.meta, { text: body.data.text, observedGeneration: generation });
  }
}

const config = new KubeConfig();
config.loadFromDefault();
const operator = new GreetingOperator(process.argv[2] ?? "default", config.makeApiClient(CoreV1Api));
process.on("SIGTERM", () => {
  operator.stop();
  process.exit(0);
});
await operator.start();
