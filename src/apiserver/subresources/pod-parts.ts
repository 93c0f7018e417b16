// The `resize` and `ephemeralcontainers` subresources: the two parts of a running pod's spec that have rules of their own.
// Kubernetes: pkg/registry/core/pod/storage/storage.go EphemeralContainersREST, ResizeREST
import {
  validateEphemeralContainersUpdate,
  withEphemeralContainers,
} from "../../kinds/core/pod/ephemeral-containers.ts";
import { validateResize, withResize } from "../../kinds/core/pod/resize.ts";
import { objectPart } from "./object-part.ts";

export const resize = objectPart({ name: "resize", merge: withResize, validate: validateResize });
export const ephemeralContainers = objectPart({
  name: "ephemeralcontainers",
  merge: withEphemeralContainers,
  validate: validateEphemeralContainersUpdate,
});
