// The `resize` and `ephemeralcontainers` subresources: the two parts of a running pod's spec that have rules of their own.
// Kubernetes: pkg/registry/core/pod/storage/storage.go EphemeralContainersREST, ResizeREST
import {
  validateEphemeralContainersUpdate,
  withEphemeralContainers,
} from "../../kinds/core/pod/ephemeral-containers.ts";
import { validateResize, withResize } from "../../kinds/core/pod/resize.ts";
import type { Container, Pod, PodSpec } from "../../kinds/facts/types.gen.ts";
import { objectPart } from "./object-part.ts";

export const resize = objectPart({
  name: "resize",
  merge: withResize,
  validate: validateResize,
  configured: ({ spec }: Pod) => ({ spec: amountsOf(spec) }),
});

export const ephemeralContainers = objectPart({
  name: "ephemeralcontainers",
  merge: withEphemeralContainers,
  validate: validateEphemeralContainersUpdate,
  configured: ({ spec }: Pod) => {
    const containers = spec?.ephemeralContainers;
    return containers === undefined ? {} : { spec: { ephemeralContainers: containers } as PodSpec };
  },
});

/** What of a pod's spec a resize writes. */
function amountsOf(spec: PodSpec | undefined): PodSpec {
  const own = ({ name, resources, resizePolicy }: Container): Container => ({
    name,
    ...(resources === undefined ? {} : { resources }),
    ...(resizePolicy === undefined ? {} : { resizePolicy }),
  });
  const { containers, initContainers, resources } = spec ?? ({} as Partial<PodSpec>);
  return {
    ...(containers === undefined ? {} : { containers: containers.map(own) }),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(own) }),
    ...(resources === undefined ? {} : { resources }),
  } as PodSpec;
}
