// The `ephemeralcontainers` subresource: containers that join a running pod, to debug it, and stay as they came.
// Kubernetes: pkg/registry/core/pod/strategy.go podEphemeralContainersStrategy
import { forbiddenField } from "../../../apimachinery/field-error.ts";
import { changesText } from "../../changes-text.ts";
import type { Container, Pod } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { semanticEqual } from "../../semantic-equal.ts";
import { setContainerDefaults } from "./container-defaults.ts";
import { mirrorPodAnnotation } from "./pod-annotation-rules.ts";
import { checkPod } from "./pod-rules.ts";

/** The stored pod with the ephemeral containers of `update`, completed; neither argument is changed. */
export function withEphemeralContainers(old: Pod, update: Pod): Pod {
  const containers = structuredClone(update.spec?.ephemeralContainers ?? []);
  for (const container of containers) setContainerDefaults(container as Container);
  const { ephemeralContainers: _, ...spec } = old.spec ?? { containers: [] };
  return { ...old, spec: containers.length === 0 ? spec : { ...spec, ephemeralContainers: containers } };
}

export function validateEphemeralContainersUpdate(pod: Pod, old: Pod): Errors {
  if (old.metadata?.annotations?.[mirrorPodAnnotation] !== undefined) {
    return [forbiddenField("", "static pods do not support ephemeral containers")];
  }
  const errors: Errors = [];
  checkPod(errors, pod);
  const now = new Map((pod.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]));
  for (const before of old.spec?.ephemeralContainers ?? []) {
    const after = now.get(before.name);
    const subject = `existing ephemeral containers ${JSON.stringify(before.name)}`;
    if (after === undefined) errors.push(forbiddenField("spec.ephemeralContainers", `${subject} may not be removed\n`));
    else if (!semanticEqual(before, after)) {
      const detail = `${subject} may not be changed\n${changesText(before, after)}`;
      errors.push(forbiddenField("spec.ephemeralContainers", detail));
    }
  }
  return errors;
}
