// Tokens of pods' service accounts: asked for when a volume needs one, renewed in time.
// Kubernetes: pkg/kubelet/token/token_manager.go
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import type { Pod, ServiceAccountTokenProjection, TokenRequest } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { ApiClient } from "../api/client.ts";
import { pathOf } from "../api/resource-path.ts";
import { identityOf, specOf } from "../pods/pod-parts.ts";
import {
  TOKEN_AGE_MAX_MS,
  TOKEN_JITTER_MS,
  TOKEN_RENEWAL_SHARE,
  TOKEN_RETRY_FIRST_MS,
  TOKEN_RETRY_LAST_MS,
  TOKEN_SECONDS_DEFAULT,
} from "./limits.ts";
import { isTemporary } from "./object-source.ts";

export interface TokensOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
}

interface Held {
  token: string;
  /** When it is no good any more. */
  expiresAtMs: number;
  renewAtMs: number;
  failures: number;
  asking: Promise<void> | undefined;
  cancel: () => void;
}

export class ServiceAccountTokens {
  readonly #options: TokensOptions;
  /** By pod, then by what was asked for. */
  readonly #held = new Map<string, Map<string, Held>>();
  #due: (podUid: string) => void = () => {};

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** `due(podUid)`: it is time to ask again for the tokens of that pod; set once. */
  listen(due: (podUid: string) => void): void {
    this.#due = due;
  }

  /**
   * The pod's token for this audience: the same one until it is to be renewed, and for as long as it is good while
   * nobody can be asked for another. Throws StatusError or ApiUnreachable.
   */
  async tokenFor(pod: Pod, projection: ServiceAccountTokenProjection): Promise<string> {
    const { uid } = identityOf(pod);
    const held = this.#entry(uid, JSON.stringify([projection.audience ?? "", projection.expirationSeconds ?? 0]));
    if (this.#options.clock.now() < held.renewAtMs) return held.token;
    held.asking ??= this.#ask(pod, projection, held).finally(() => {
      held.asking = undefined;
    });
    try {
      await held.asking;
    } catch (error) {
      this.#tryLater(uid, held);
      if (this.#options.clock.now() >= held.expiresAtMs) throw told(error);
    }
    return held.token;
  }

  /** The pod is gone. */
  forget(podUid: string): void {
    for (const { cancel } of this.#held.get(podUid)?.values() ?? []) cancel();
    this.#held.delete(podUid);
  }

  stop(): void {
    for (const podUid of [...this.#held.keys()]) this.forget(podUid);
  }

  #entry(podUid: string, key: string): Held {
    const ofPod = this.#held.get(podUid) ?? new Map<string, Held>();
    this.#held.set(podUid, ofPod);
    const known = ofPod.get(key);
    if (known !== undefined) return known;
    const held = { token: "", expiresAtMs: 0, renewAtMs: 0, failures: 0, asking: undefined, cancel: () => {} };
    ofPod.set(key, held);
    return held;
  }

  async #ask(pod: Pod, projection: ServiceAccountTokenProjection, held: Held): Promise<void> {
    const { clock, random } = this.#options;
    const { uid } = identityOf(pod);
    const seconds = projection.expirationSeconds ?? TOKEN_SECONDS_DEFAULT;
    const answer = await this.#request(pod, projection, seconds);
    const nowMs = clock.now();
    const lifeMs = (answer.spec.expirationSeconds ?? seconds) * 1000;
    held.token = answer.status?.token ?? "";
    held.failures = 0;
    // By our own clock: the server's may be another.
    held.expiresAtMs = nowMs + lifeMs;
    const dueMs = nowMs + Math.min(lifeMs * TOKEN_RENEWAL_SHARE, TOKEN_AGE_MAX_MS);
    held.renewAtMs = dueMs - random.integer(Math.min(TOKEN_JITTER_MS, Math.ceil(lifeMs / 10)));
    this.#wake(uid, held, held.renewAtMs - nowMs);
  }

  #request(
    pod: Pod,
    { audience }: ServiceAccountTokenProjection,
    expirationSeconds: number,
  ): Promise<TokenRequest & { spec: { expirationSeconds?: number } }> {
    const { namespace, name, uid } = identityOf(pod);
    const account = specOf(pod).serviceAccountName ?? "default";
    const path = pathOf({
      apiVersion: "v1",
      plural: "serviceaccounts",
      namespace,
      name: account,
      subresource: "token",
    });
    return this.#options.client.create(path, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {
        audiences: audience ? [audience] : [],
        expirationSeconds,
        boundObjectRef: { kind: "Pod", apiVersion: "v1", name, uid },
      },
    });
  }

  #tryLater(podUid: string, held: Held): void {
    const { random } = this.#options;
    const baseMs = Math.min(TOKEN_RETRY_FIRST_MS * 2 ** held.failures, TOKEN_RETRY_LAST_MS);
    held.failures += 1;
    this.#wake(podUid, held, baseMs + random.integer(baseMs / 2));
  }

  #wake(podUid: string, held: Held, delayMs: number): void {
    held.cancel();
    if (!this.#held.has(podUid)) return;
    held.cancel = this.#options.timers.after(Math.max(0, delayMs), () => this.#due(podUid));
  }
}

/** In the kubelet's words; what is only unreachable stays what it is. */
function told(error: unknown): unknown {
  if (isTemporary(error) || !(error instanceof StatusError)) return error;
  return new StatusError(error.code, error.reason, `failed to fetch token: ${error.message}`, error.details);
}
