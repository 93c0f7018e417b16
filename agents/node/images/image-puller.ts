// Sees to it that an image is here: policy, one pull per image at a time, back-off, and the words people are told.
// Kubernetes: pkg/kubelet/images/image_manager.go
import { formatDuration } from "../../../src/apimachinery/duration.ts";
import type { Secret } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { type BackOff, backOffEnd, nextBackOff } from "../back-off.ts";
import type { Docker } from "../docker/client.ts";
import { type ImageDetails, inspectImage } from "../docker/inspect-image.ts";
import { pullImage, type RegistryCredentials } from "../docker/pull-image.ts";
import { type ImageReference, parseImage } from "./image-reference.ts";
import {
  PULL_BACK_OFF_FIRST_MS,
  PULL_BACK_OFF_LAST_MS,
  PULL_ERROR_SHOWN_MS,
  PULL_SILENCE_MS,
  PULLS_MAX,
} from "./limits.ts";
import { credentialsFor } from "./registry-credentials.ts";

export interface ImageRequest {
  readonly podUid: string;
  /** As the container names it. */
  readonly image: string;
  readonly policy: "Always" | "IfNotPresent" | "Never";
  /** The pod's pull secrets; asked for only when there is something to pull. */
  readonly secrets: () => Promise<readonly Secret[]>;
  /** Events about the container. */
  readonly report: (type: "Normal" | "Warning", reason: string, message: string) => void;
}

/** What a container waits with. */
export type ImageFailure =
  | "ErrImagePull"
  | "ImagePullBackOff"
  | "ErrImageNeverPull"
  | "InvalidImageName"
  | "ImageInspectError";

export type ImageOutcome =
  | { readonly type: "ready"; readonly name: string; readonly details: ImageDetails }
  /** `retryAtMs`: when asking again can help; undefined: only when something changes. */
  | {
      readonly type: "failed";
      readonly reason: ImageFailure;
      readonly message: string;
      readonly retryAtMs: number | undefined;
    };

export interface ImagePuller {
  ensure(request: ImageRequest): Promise<ImageOutcome>;
  /** The pod is gone: its back-offs are forgotten. */
  forget(podUid: string): void;
}

interface FailedPull {
  readonly backOff: BackOff;
  readonly message: string;
}

const bounds = { firstMs: PULL_BACK_OFF_FIRST_MS, lastMs: PULL_BACK_OFF_LAST_MS };

export interface ImagePullerOptions {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly timers: Timers;
}

export function imagePuller({ docker, clock, timers }: ImagePullerOptions): ImagePuller {
  /** By pod, then by image. */
  const failed = new Map<string, Map<string, FailedPull>>();
  const underWay = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let pulling = 0;

  async function takeTurn(): Promise<void> {
    if (pulling >= PULLS_MAX) await new Promise<void>((resolve) => waiting.push(resolve));
    pulling += 1;
  }

  function endTurn(): void {
    pulling -= 1;
    waiting.shift()?.();
  }

  /** Pods that want the same image with the same credentials share one pull. */
  function sharedPull(reference: ImageReference, credentials: RegistryCredentials | undefined): Promise<void> {
    const key = JSON.stringify([reference.name, credentials]);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const pull = onePull(reference, credentials).finally(() => underWay.delete(key));
    underWay.set(key, pull);
    return pull;
  }

  async function onePull(reference: ImageReference, credentials: RegistryCredentials | undefined): Promise<void> {
    await takeTurn();
    const stopper = new AbortController();
    let silent = false;
    const giveUp = () => {
      silent = true;
      stopper.abort();
    };
    let cancel = timers.after(PULL_SILENCE_MS, giveUp);
    try {
      await pullImage(docker, {
        repository: reference.repository,
        tag: reference.digest ?? reference.tag ?? "latest",
        ...(credentials === undefined ? {} : { credentials }),
        signal: stopper.signal,
        onProgress() {
          cancel();
          cancel = timers.after(PULL_SILENCE_MS, giveUp);
        },
      });
    } catch (error) {
      throw silent ? new Error(`no progress for ${PULL_SILENCE_MS / 1000} s`) : error;
    } finally {
      cancel();
      endTurn();
    }
  }

  /** With each fitting credential in turn, or without any. */
  async function pullWithAny(reference: ImageReference, secrets: readonly Secret[]): Promise<void> {
    const candidates = credentialsFor(reference, secrets);
    if (candidates.length === 0) return sharedPull(reference, undefined);
    const errors: string[] = [];
    for (const credentials of candidates) {
      try {
        return await sharedPull(reference, credentials);
      } catch (error) {
        errors.push(messageOf(error));
      }
    }
    throw new Error(errors.length === 1 ? errors[0] : `[${errors.join(", ")}]`);
  }

  async function pullNow(request: ImageRequest, reference: ImageReference): Promise<ImageOutcome> {
    const { podUid, image, report } = request;
    const ofPod = failed.get(podUid) ?? new Map<string, FailedPull>();
    const earlier = ofPod.get(image);
    const waitUntilMs = backOffEnd(earlier?.backOff, earlier?.backOff.countedAtMs ?? 0, clock.now(), bounds);
    if (earlier !== undefined && waitUntilMs !== undefined) {
      report("Normal", "BackOff", `Back-off pulling image ${JSON.stringify(image)}`);
      const message = `Back-off pulling image ${JSON.stringify(image)}: ErrImagePull: ${earlier.message}`;
      return { type: "failed", reason: "ImagePullBackOff", message, retryAtMs: waitUntilMs };
    }
    report("Normal", "Pulling", `Pulling image ${JSON.stringify(image)}`);
    const startedAtMs = clock.now();
    try {
      await pullWithAny(reference, await request.secrets());
      const details = await inspectImage(docker, reference.name);
      if (details === undefined) throw new Error("the image was pulled but is not there");
      const took = formatDuration(clock.now() - startedAtMs);
      const message = `Successfully pulled image ${JSON.stringify(image)} in ${took} (${took} including waiting). Image size: ${details.Size} bytes.`;
      report("Normal", "Pulled", message);
      ofPod.delete(image);
      return { type: "ready", name: reference.name, details };
    } catch (error) {
      const message = messageOf(error);
      report("Warning", "Failed", `Failed to pull image ${JSON.stringify(image)}: ${message}`);
      const nowMs = clock.now();
      const backOff = nextBackOff(earlier?.backOff, { failedAtMs: nowMs, nowMs }, bounds);
      failed.set(podUid, ofPod.set(image, { backOff, message }));
      // Asked again, it says that it is backing off.
      return { type: "failed", reason: "ErrImagePull", message, retryAtMs: nowMs + PULL_ERROR_SHOWN_MS };
    }
  }

  return {
    async ensure(request) {
      const { image, policy, report } = request;
      const parsed = parseImage(image);
      if (parsed.type === "invalid") {
        const quoted = JSON.stringify(image);
        const message = `Failed to apply default image tag ${quoted}: couldn't parse image name ${quoted}: ${parsed.message}`;
        report("Warning", "InspectFailed", message);
        return { type: "failed", reason: "InvalidImageName", message, retryAtMs: undefined };
      }
      const { reference } = parsed;
      let details: ImageDetails | undefined;
      try {
        details = await inspectImage(docker, reference.name);
      } catch (error) {
        const message = `Failed to inspect image ${JSON.stringify(image)}: ${messageOf(error)}`;
        report("Warning", "InspectFailed", message);
        return { type: "failed", reason: "ImageInspectError", message, retryAtMs: clock.now() + bounds.firstMs };
      }
      if (policy !== "Always" && details !== undefined) {
        report(
          "Normal",
          "Pulled",
          `Container image ${JSON.stringify(image)} already present on machine and can be accessed by the pod`,
        );
        return { type: "ready", name: reference.name, details };
      }
      if (policy === "Never") {
        const message = `Container image ${JSON.stringify(image)} is not present with pull policy of Never`;
        report("Warning", "ErrImageNeverPull", message);
        return { type: "failed", reason: "ErrImageNeverPull", message, retryAtMs: clock.now() + bounds.firstMs };
      }
      return pullNow(request, reference);
    },
    forget(podUid) {
      failed.delete(podUid);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
