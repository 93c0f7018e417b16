// What the platform binds to the Worker and its objects; named in wrangler.toml.
import type { Cluster } from "./objects/cluster.ts";
import type { Directory } from "./objects/directory.ts";
import type { Namespace } from "./objects/namespace.ts";
import type { NodeLink } from "./objects/node-link.ts";
import type { Scheduler } from "./objects/scheduler.ts";
import type { StreamSession } from "./objects/stream-session.ts";

export interface Environment {
  readonly NAMESPACE: DurableObjectNamespace<Namespace>;
  readonly CLUSTER: DurableObjectNamespace<Cluster>;
  readonly SCHEDULER: DurableObjectNamespace<Scheduler>;
  readonly NODE_LINK: DurableObjectNamespace<NodeLink>;
  readonly STREAM_SESSION: DurableObjectNamespace<StreamSession>;
  readonly DIRECTORY: DurableObjectNamespace<Directory>;
  readonly ASSETS: Fetcher;
  /** Opens the hosting API; "" closes it. */
  readonly OPERATOR_KEY: string;
  /** PEM of the CA that clients must know; "" when everybody trusts the server's certificate. */
  readonly CA_CERTIFICATE: string;
  /** Scheme and host under which clients reach this server; without it, those of the request. */
  readonly PUBLIC_URL?: string;
}
