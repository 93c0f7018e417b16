// One request of one cluster, with all that is needed to answer it.
import type { ClusterCredentials } from "../../auth/credentials.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import type { EdgeHost, LinkStub } from "../../tunnel/edge/host.ts";
import type { CustomKinds } from "../custom/custom-kinds.ts";
import type { ServerReach } from "../server-reach.ts";
import type { ClusterEdge } from "./cluster-edge.ts";
import type { Caller, ClusterStubs } from "./cluster-stubs.ts";

/** The static files that the build made: OpenAPI documents. */
export interface Assets {
  fetch(url: string): Promise<Response>;
}

export interface PathContext {
  readonly assets: Assets;
  credentials(): Promise<ClusterCredentials>;
  link(cluster: string, node: string): LinkStub;
  readonly edge: EdgeHost;
}

export interface GatewayRequest {
  readonly request: Request;
  readonly url: URL;
  /** `/clusters/ID`, or "" when the cluster is served at the root. */
  readonly prefix: string;
  /** The path within the cluster. */
  readonly path: string;
  readonly stubs: ClusterStubs;
  readonly caller: Caller;
  readonly paths: PathContext;
  /** The kinds that the cluster serves. */
  readonly customs: CustomKinds;
  /** What this isolate keeps of the cluster. */
  readonly edge: ClusterEdge;
  /** How API servers elsewhere are reached. */
  readonly reach: ServerReach;
  /** Keeps work alive that goes on after the answer. */
  background(work: Promise<unknown>): void;
}

/** What each route gets. */
export interface PathBindings {
  readonly Bindings: { readonly gateway: GatewayRequest; readonly paths: PathContext; readonly registry: KindRegistry };
}
