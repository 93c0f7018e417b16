// Every namespace has the certificate authority by which its pods know the API server.
// Kubernetes: pkg/controller/certificates/rootcacertpublisher/publisher.go
import type { ConfigMap } from "../../kinds/facts/types.gen.ts";
import { configMaps, namespaces } from "../../kinds/kind-refs.ts";
import type { Client } from "../runtime/client.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { isAlreadyThere, isNamespaceTerminating } from "../runtime/failures.ts";
import { mergeDiff } from "../runtime/merge-diff.ts";
import { mapped } from "../runtime/watch-rules.ts";

const mapName = "kube-root-ca.crt";
const descriptionAnnotation = "kubernetes.io/description";
const description =
  "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

/** In a namespace: restores it when it is changed or deleted. `certificate`: PEM; undefined while it isn't known. */
export function rootCaController(certificate: () => string | undefined): Controller {
  return {
    name: "root-ca-certificate-publisher",
    scope: "Namespaced",
    watches: [mapped(configMaps, ({ name }) => (name === mapName ? [name] : []))],
    async reconcile(_key, { client }) {
      await publish(client, certificate());
      return done;
    },
  };
}

/** In the cluster scope: publishes it first to each namespace. */
export function firstRootCaController(certificate: () => string | undefined): Controller {
  return {
    name: "root-ca-certificate-publisher",
    scope: "Cluster",
    watches: [mapped(namespaces, ({ type, name }) => (type === "ADDED" ? [name] : []))],
    async reconcile(name, { client, reach }) {
      const namespace = await client.get(namespaces, name);
      if (namespace?.status?.phase === "Active") await publish(reach.namespace(name), certificate());
      return done;
    },
  };
}

async function publish(client: Client, certificate: string | undefined): Promise<void> {
  if (certificate === undefined) return;
  const current = await client.get(configMaps, mapName);
  const annotations = { [descriptionAnnotation]: description };
  const data = { "ca.crt": certificate };
  try {
    if (current === undefined) {
      await client.create(configMaps, { metadata: { name: mapName, annotations }, data });
      return;
    }
    const patch = mergeDiff(
      { data: current.data, annotation: annotationOf(current) },
      { data, annotation: description },
    );
    if (patch === undefined) return;
    await client.patch(configMaps, mapName, {
      metadata: { annotations },
      ...(patch["data"] ? { data: patch["data"] } : {}),
    });
  } catch (error) {
    if (!isAlreadyThere(error) && !isNamespaceTerminating(error)) throw error;
  }
}

function annotationOf({ metadata }: Readonly<ConfigMap>): string | undefined {
  return metadata?.annotations?.[descriptionAnnotation];
}
