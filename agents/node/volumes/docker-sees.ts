// Asks Docker whether it finds a path: it may live in another mount namespace than this agent.
import type { Docker } from "../docker/client.ts";
import { createContainer } from "../docker/create-container.ts";
import { failureType } from "../docker/failure.ts";
import { removeContainer } from "../docker/remove-container.ts";

export interface DockerSight {
  readonly docker: Docker;
  /** Any image that is here; nothing of it is ever run. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the container that is made and removed at once. */
  readonly name: string;
}

/** Docker refuses a bind whose source isn't there. Throws DockerError when it refuses for another reason. */
export async function dockerSees({ docker, image, labels, name }: DockerSight, path: string): Promise<boolean> {
  const mount = { Type: "bind" as const, Source: path, Target: "/found", ReadOnly: true };
  const spec = { Image: image, Labels: labels, HostConfig: { NetworkMode: "none", Mounts: [mount] } };
  try {
    const creation = await createContainer(docker, name, spec);
    if (creation.type === "no-such-image") throw new Error(creation.message);
    const id = creation.type === "created" ? creation.id : (creation.holderId ?? name);
    await removeContainer(docker, id, { force: true });
    return true;
  } catch (error) {
    if (failureType(error) === "bad-parameter" && /does not exist/.test(String(error))) return false;
    throw error;
  }
}
