// Makes a container under its deterministic name, whoever has that name now.
// cri-dockerd: core/helpers.go recoverFromCreationConflictIfNeeded
import type { ContainerSpec } from "../../docker/container-spec.ts";
import { createContainer } from "../../docker/create-container.ts";
import { removeContainer } from "../../docker/remove-container.ts";
import { NAME_TRIES } from "../limits.ts";
import type { PodRuntime } from "../runtime.ts";
import { StartProblem } from "./start-problem.ts";

/** The new container's id. Throws StartProblem when its image has gone meanwhile, DockerError otherwise. */
export async function createNamed(runtime: PodRuntime, name: string, spec: ContainerSpec): Promise<string> {
  const { docker, view, random } = runtime;
  for (let tries = 1; ; tries += 1) {
    // A name that can't be made free must not keep the pod from running.
    const wanted = tries < NAME_TRIES ? name : `${name}_${random.uuid().slice(0, 8)}`;
    const creation = await createContainer(docker, wanted, spec);
    if (creation.type === "created") {
      await view.refresh(creation.id);
      return creation.id;
    }
    if (creation.type === "no-such-image") throw new StartProblem("CreateContainerError", creation.message);
    if (tries > NAME_TRIES) throw new StartProblem("CreateContainerError", creation.message);
    // Left from a call whose answer was lost: what is planned now takes its place.
    if (creation.holderId !== undefined) {
      await removeContainer(docker, creation.holderId, { force: true });
      view.forget(creation.holderId);
    }
  }
}
