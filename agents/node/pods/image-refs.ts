// How statuses name images: by a digest that anybody could pull, where there is one.
// cri-dockerd: core/convert.go toPullableImageID
import type { Docker } from "../docker/client.ts";
import { type ImageDetails, inspectImage } from "../docker/inspect-image.ts";

/** By image id; small, since a host has tens of images and each is remembered once. */
export class ImageRefs {
  readonly #docker: Docker;
  readonly #known = new Map<string, string>();

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  learn({ Id, RepoDigests }: Pick<ImageDetails, "Id" | "RepoDigests">): void {
    const digest = RepoDigests?.[0];
    this.#known.set(Id, digest === undefined ? `docker://${Id}` : `docker-pullable://${digest}`);
  }

  known(imageId: string): string | undefined {
    return this.#known.get(imageId);
  }

  /** Asks Docker about those that aren't known yet; what it doesn't answer stays unknown. */
  async lookUp(imageIds: Iterable<string>): Promise<void> {
    for (const id of new Set(imageIds)) {
      if (this.#known.has(id)) continue;
      const details = await inspectImage(this.#docker, id).catch(() => undefined);
      if (details !== undefined) this.learn(details);
    }
  }
}
