// Makes a container under a name that is its idempotency key.
import type { Docker } from "./client.ts";
import type { ContainerSpec } from "./container-spec.ts";
import { DockerError } from "./failure.ts";

export type Creation =
  | { readonly type: "created"; readonly id: string; readonly warnings: readonly string[] }
  /** The name is in use; `holderId` by whom, when Docker says so. */
  | { readonly type: "name-taken"; readonly holderId: string | undefined; readonly message: string }
  | { readonly type: "no-such-image"; readonly message: string };

/** Throws DockerError for whatever else (a bad specification is `bad-parameter`). */
export async function createContainer(docker: Docker, name: string, spec: ContainerSpec): Promise<Creation> {
  try {
    const answer = await docker.call<{ Id: string; Warnings?: string[] | null }>({
      method: "POST",
      path: "/containers/create",
      query: { name },
      body: spec,
    });
    return { type: "created", id: answer.Id, warnings: answer.Warnings ?? [] };
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    const { type, message } = error.failure;
    if (type === "conflict") return { type: "name-taken", holderId: nameHolder(message), message };
    if (type === "not-found" && /no such image/i.test(message)) return { type: "no-such-image", message };
    throw error;
  }
}

/** cri-dockerd: core/helpers.go conflictRE */
export function nameHolder(message: string): string | undefined {
  return /already in use by container "?([0-9a-f]+)"?/.exec(message)?.[1];
}
