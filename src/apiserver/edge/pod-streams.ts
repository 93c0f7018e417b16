// Subresources of pods that are streams: the pod is looked up, its node's link found, and the tunnel does the rest.
import { internalError, methodNotAllowed } from "../../apimachinery/status-error.ts";
import type { Pod } from "../../kinds/facts/types.gen.ts";
import { openAttach, openExec } from "../../tunnel/edge/command.ts";
import type { EdgeHost, LinkStub } from "../../tunnel/edge/host.ts";
import { serveLogs } from "../../tunnel/edge/logs.ts";
import { openPortForward } from "../../tunnel/edge/port-forward.ts";
import { userHeader } from "../internal-headers.ts";
import type { RequestVerb } from "../request-info.ts";
import { connected } from "./connected.ts";
import { containerName, podTarget, refuseFinished, requireNode, waitingReason } from "./pod-target.ts";
import { refusal } from "./refusal.ts";
import type { StreamOpener, StreamRequest } from "./streams.ts";

export interface PodStreamsHost {
  readonly edge: EdgeHost;
  link(cluster: string, node: string): LinkStub;
}

type Opener = (host: PodStreamsHost, request: StreamRequest, pod: Pod) => Promise<Response>;

interface Stream {
  readonly verbs: readonly RequestVerb[];
  readonly open: Opener;
}

/** By subresource of pods. */
const streams: Readonly<Record<string, Stream>> = {
  log: { verbs: ["get"], open: logs },
  exec: { verbs: ["get", "create"], open: exec },
  attach: { verbs: ["get", "create"], open: attach },
  portforward: { verbs: ["get", "create"], open: portForward },
};

export function podStreams(host: PodStreamsHost): StreamOpener {
  return {
    serves: (kind, info) => kind.collection === "pods" && Object.hasOwn(streams, info.subresource),
    async open(request) {
      const stream = streams[request.info.subresource];
      if (stream === undefined) throw internalError(`pods/${request.info.subresource} is no stream`);
      if (!stream.verbs.includes(request.info.verb)) {
        throw methodNotAllowed("the server does not allow this method on the requested resource");
      }
      const path = `/api/v1/namespaces/${request.info.namespace}/pods/${encodeURIComponent(request.info.name)}`;
      // Logs are read; all else connects to the pod.
      if (request.info.subresource === "log") return stream.open(host, request, await podOf(request, path));
      const { object: pod, streamed } = await connected<Pod, StreamRequest>(request, path);
      return stream.open(host, streamed, pod);
    },
  };
}

async function podOf({ stubs, info, caller }: StreamRequest, path: string): Promise<Pod> {
  const headers = { [userHeader]: caller.header };
  const response = await stubs.namespace(info.namespace).fetch(`https://skerry${path}`, { headers });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Pod;
}

async function logs(host: PodStreamsHost, { request, url, stubs }: StreamRequest, pod: Pod): Promise<Response> {
  const container = containerName(pod, url.searchParams.get("container") ?? "");
  const target = podTarget(pod);
  // A pod without a node has said nothing yet.
  if (target === undefined) return new Response("", { headers: { "content-type": "text/plain" } });
  const waiting = waitingReason(pod, container);
  const wanted = { pod: target.pod, container, ...(waiting === undefined ? {} : { waiting }) };
  return serveLogs({ link: host.link(stubs.id, target.node), target: wanted, request, host: host.edge });
}

async function exec(host: PodStreamsHost, streamed: StreamRequest, pod: Pod): Promise<Response> {
  refuseFinished(pod);
  return openExec(commandOf(host, streamed, pod));
}

async function attach(host: PodStreamsHost, streamed: StreamRequest, pod: Pod): Promise<Response> {
  refuseFinished(pod);
  return openAttach(commandOf(host, streamed, pod));
}

function commandOf(
  host: PodStreamsHost,
  { request, url, stubs }: StreamRequest,
  pod: Pod,
): Parameters<typeof openExec>[0] {
  const container = containerName(pod, url.searchParams.get("container") ?? "");
  const { node, pod: ref } = requireNode(pod, podTarget(pod));
  return { link: host.link(stubs.id, node), target: { pod: ref, container }, request, host: host.edge };
}

async function portForward(host: PodStreamsHost, { request, stubs }: StreamRequest, pod: Pod): Promise<Response> {
  const { node, pod: ref } = requireNode(pod, podTarget(pod));
  return openPortForward({ link: host.link(stubs.id, node), pod: ref, request, host: host.edge });
}
