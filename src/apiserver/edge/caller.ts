// Who calls: the bearer token of a request, checked against the cluster's credentials.
import { notFound, unauthorized } from "../../apimachinery/status-error.ts";
import { IdentityCache } from "../../auth/authenticate.ts";
import type { ClusterCredentials } from "../../auth/credentials.ts";
import { credentialsFreshMs } from "../../auth/limits.ts";
import type { User } from "../../auth/user.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Caller, ClusterStub, ClusterStubs } from "./cluster-stubs.ts";

/** The stub is only taken when the cluster must be asked. */
type AskedCluster = Pick<ClusterStubs, "id" | "cluster">;

interface Known {
  readonly credentials: ClusterCredentials;
  readonly readMs: number;
  readonly identities: IdentityCache;
  /** The text of each user, made once. */
  readonly headers: WeakMap<User, string>;
}

/** Clusters whose credentials an isolate keeps at once; each is a few KB with its callers. */
const clustersMax = 500;

/** The callers of all clusters that this isolate has served lately. */
export class Callers {
  readonly #clock: Clock;
  readonly #alsoRefresh: (id: string, cluster: ClusterStub) => Promise<void>;
  readonly #clusters = new Map<string, Known>();

  /** `alsoRefresh` brings up to date what else is known of a cluster, whenever its credentials are. */
  constructor(clock: Clock, alsoRefresh: (id: string, cluster: ClusterStub) => Promise<void> = async () => {}) {
    this.#clock = clock;
    this.#alsoRefresh = alsoRefresh;
  }

  /** Throws Unauthorized, or NotFound for a cluster that does not exist. */
  async authenticate(stubs: AskedCluster, authorization: string | null): Promise<Caller> {
    if (authorization === null) throw unauthorized();
    const known = this.#fresh(stubs.id) ?? (await this.#cluster(stubs));
    const nowMs = this.#clock.now();
    const user =
      known.identities.known(authorization, known.credentials, nowMs) ??
      (await known.identities.authenticate(authorization, known.credentials, nowMs));
    let header = known.headers.get(user);
    if (header === undefined) {
      header = JSON.stringify(user);
      known.headers.set(user, header);
    }
    return { user, header };
  }

  /** The cluster's public credentials, not older than `credentialsFreshMs`. */
  async credentials(stubs: AskedCluster): Promise<ClusterCredentials> {
    return (this.#fresh(stubs.id) ?? (await this.#cluster(stubs))).credentials;
  }

  #fresh(id: string): Known | undefined {
    const known = this.#clusters.get(id);
    if (known === undefined || Math.abs(this.#clock.now() - known.readMs) >= credentialsFreshMs) return undefined;
    return known;
  }

  async #cluster({ id, cluster }: AskedCluster): Promise<Known> {
    const known = this.#clusters.get(id);
    const nowMs = this.#clock.now();
    const [credentials] = await Promise.all([cluster.publicCredentials(), this.#alsoRefresh(id, cluster)]);
    if (credentials === undefined) {
      this.#clusters.delete(id);
      throw notFound({ group: "", resource: "clusters" }, id);
    }
    if (this.#clusters.size >= clustersMax) this.#clusters.clear();
    const fresh: Known = {
      credentials,
      readMs: nowMs,
      identities: known?.identities ?? new IdentityCache(),
      headers: known?.headers ?? new WeakMap(),
    };
    this.#clusters.set(id, fresh);
    return fresh;
  }
}
