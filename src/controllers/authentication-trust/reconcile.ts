// How API servers elsewhere learn whom to believe about who asks: a ConfigMap in kube-system, kept as it should be.
// Kubernetes: pkg/controlplane/controller/clusterauthenticationtrust/cluster_authentication_trust_controller.go
import type { APIService, ConfigMap } from "../../kinds/facts/types.gen.ts";
import { apiServices, configMaps, namespaces } from "../../kinds/kind-refs.ts";
import type { Client } from "../runtime/client.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { isAlreadyThere } from "../runtime/failures.ts";
import { mapped } from "../runtime/watch-rules.ts";

/** PEM of the front proxy's authority. */
export type FrontProxyAuthority = () => Promise<string>;

const home = "kube-system";
const mapName = "extension-apiserver-authentication";

/** In kube-system: restores it when it is changed or deleted. */
export function authenticationTrustController(authority: FrontProxyAuthority): Controller {
  return {
    name: "authentication-trust",
    scope: "Namespaced",
    watches: [mapped(configMaps, ({ name }) => (name === mapName ? [name] : []))],
    async reconcile(_key, { client }) {
      if (client.namespace === home) await publish(client, await authority());
      return done;
    },
  };
}

/** In the cluster scope: writes it first, and looks for it when somebody is to read it. */
export function firstAuthenticationTrustController(authority: FrontProxyAuthority): Controller {
  return {
    name: "authentication-trust",
    scope: "Cluster",
    watches: [
      mapped(namespaces, ({ type, name }) => (type === "ADDED" && name === home ? [home] : [])),
      mapped<APIService>(apiServices, ({ type, object }) =>
        type === "ADDED" && object.spec?.service !== undefined ? [home] : [],
      ),
    ],
    async reconcile(name, { reach }) {
      await publish(reach.namespace(name), await authority());
      return done;
    },
  };
}

/** What is to be in it; other entries are their writers'. */
function dataOf(authority: string): Readonly<Record<string, string>> {
  return {
    "requestheader-allowed-names": '["front-proxy-client"]',
    "requestheader-client-ca-file": authority,
    "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
    "requestheader-group-headers": '["X-Remote-Group"]',
    "requestheader-uid-headers": '["X-Remote-Uid"]',
    "requestheader-username-headers": '["X-Remote-User"]',
  };
}

async function publish(client: Client, authority: string): Promise<void> {
  const current: Readonly<ConfigMap> | undefined = await client.get(configMaps, mapName);
  const data = dataOf(authority);
  if (current === undefined) {
    try {
      await client.create<ConfigMap>(configMaps, { metadata: { name: mapName }, data: { ...data } });
    } catch (error) {
      if (!isAlreadyThere(error)) throw error;
    }
    return;
  }
  const isWhole = Object.entries(data).every(([key, value]) => current.data?.[key] === value);
  if (!isWhole) await client.patch<ConfigMap>(configMaps, mapName, { data: { ...data } } as never);
}
