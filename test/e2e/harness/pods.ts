// What tests ask of pods again and again.
import * as z from "zod";
import { listContainers } from "../../../agents/node/docker/list-containers.ts";
import { testDocker } from "../../agent/test-docker.ts";
import type { Tools } from "./kubectl.ts";

const podList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string(), uid: z.string() }),
      status: z.object({
        phase: z.string(),
        podIP: z.string().optional(),
        containerStatuses: z
          .array(z.object({ containerID: z.string().optional(), restartCount: z.number(), ready: z.boolean() }))
          .default([]),
      }),
    }),
  ),
});

export type SeenPod = z.infer<typeof podList>["items"][number];

/** Pods as kubectl shows them, in the order of their names. */
export async function pods(tools: Tools, ...parameters: string[]): Promise<SeenPod[]> {
  return podList.parse(await tools.getJson("pods", ...parameters)).items;
}

/** The numbers of the containers that Docker has for the pods of a namespace, without the sandboxes; running ones only. */
export async function runningContainers(namespace: string): Promise<string[]> {
  const labels = [`io.kubernetes.pod.namespace=${namespace}`, "io.kubernetes.docker.type=container"];
  return containerIds(labels, false);
}

/** All containers of the pods of a namespace, sandboxes and dead ones too. */
export async function allContainers(namespace: string): Promise<string[]> {
  return containerIds([`io.kubernetes.pod.namespace=${namespace}`], true);
}

async function containerIds(labels: readonly string[], withStopped: boolean): Promise<string[]> {
  const docker = testDocker();
  try {
    return (await listContainers(docker, { labels, withStopped })).map((one) => one.Id).sort();
  } finally {
    docker.close();
  }
}
