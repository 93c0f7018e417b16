// How the Worker addresses a node's link object: its paths, and whose node it is.
import type { Random } from "../../platform/random.ts";
import { SESSION_OBJECTS } from "../limits.ts";
import type { NodeIdentity } from "./presence.ts";

export const LINK_PATHS = { agent: "/agent", stream: "/stream" } as const;

/** The object is reached by its stub: the host in its URLs means nothing. */
const ORIGIN = "http://node-link";

export const STREAM_URL: string = `${ORIGIN}${LINK_PATHS.stream}`;

/** The object's name says who it is, but an object can't read its own name everywhere. */
export function agentUrl({ cluster, node }: NodeIdentity): string {
  return `${ORIGIN}${LINK_PATHS.agent}?${new URLSearchParams({ cluster, node })}`;
}

export function nodeIdentityOf(url: URL): NodeIdentity {
  return { cluster: url.searchParams.get("cluster") ?? "", node: url.searchParams.get("node") ?? "" };
}

/** The name of an object for a client's session. Sessions that meet in one only share its holds (`limits.ts`). */
export function sessionName(cluster: string, random: Random): string {
  return `${cluster}/${random.integer(SESSION_OBJECTS)}`;
}

/** The name of the object that holds a node's link. */
export function nodeLinkName({ cluster, node }: NodeIdentity): string {
  return `${cluster}/${node}`;
}
