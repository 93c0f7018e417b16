// What pods need from other parts of the agent: small interfaces, implemented elsewhere and handed in.
import type { Container, EphemeralContainer, Pod, Secret } from "../../../src/kinds/facts/types.gen.ts";
import type { Mount } from "../docker/container-spec.ts";
import type { ObservedContainer } from "./observed.ts";
import type { ProbeVerdict } from "./plan-terms.ts";

export type AnyContainer = Container | EphemeralContainer;

export interface Volumes {
  /**
   * Makes all volumes of the pod ready, or throws VolumesNotReady: told as an event, tried again. Repeated before every
   * start; cheap when nothing is to be done.
   */
  prepare(pod: Pod): Promise<void>;
  /**
   * Where they appear in one container (subPath, readOnly, propagation included). `variables`: the container's, for
   * subPathExpr. Throws ConfigError.
   */
  mountsFor(pod: Pod, container: AnyContainer, variables: readonly EnvironmentVariable[]): Promise<readonly Mount[]>;
  /** The pod as it is now, again after the agent's own restart: what of its volumes shows it is brought up to date. */
  update(pod: Pod): void;
  /** Nothing of the pod runs any more: unmounts and removes. Fine when nothing is left; must need no spec. */
  teardown(podUid: string): Promise<void>;
  /** Takes back what is there of other pods than these. */
  collect(podUids: ReadonlySet<string>): Promise<void>;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

/** What the downward API may tell of the pod here. */
export interface PodPlace {
  readonly podIPs: readonly string[];
  readonly hostIPs: readonly string[];
}

export interface Environment {
  /** Service variables, envFrom and env, expanded; later ones win. Throws ConfigError (a secret that isn't there). */
  environmentFor(pod: Pod, container: AnyContainer, place: PodPlace): Promise<readonly EnvironmentVariable[]>;
}

export interface Probes {
  /** The container runs: its probes begin. Again for the same id changes nothing. */
  begin(pod: Pod, container: Container, running: ObservedContainer, podIP: string): void;
  /** As far as is known now. */
  verdict(pod: Pod, running: ObservedContainer): ProbeVerdict;
  /** The container has ended. */
  end(containerId: string): void;
  /** The pod is being stopped: only readiness goes on. */
  terminating(podUid: string): void;
  /** Nothing of the pod is left. */
  forget(podUid: string): void;
  /** `changed(podUid)` whenever a verdict changes; set once. */
  listen(changed: (podUid: string) => void): void;
}

export interface PullSecrets {
  /** The pod's registry secrets that exist; the names of those that don't. */
  secretsFor(pod: Pod): Promise<{ readonly secrets: readonly Secret[]; readonly missing: readonly string[] }>;
}

/** A container can't be made from what is there. Kubernetes: pkg/kubelet/kuberuntime ErrCreateContainerConfig */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

/** One volume or more can't be used yet. `volume`: which, when it is one. */
export class VolumesNotReady extends Error {
  readonly volume: string | undefined;

  constructor(message: string, volume?: string) {
    super(message);
    this.name = "VolumesNotReady";
    this.volume = volume;
  }
}
