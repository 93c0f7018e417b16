// The front proxy's certificate, as an isolate or an object keeps it: asked for once, and again before it runs out.
import { renewBeforeMs } from "../../auth/certificates/front-proxy.ts";
import type { ClientCertificate } from "../../auth/certificates/issue.ts";
import type { Clock } from "../../platform/clock.ts";

export class ProxyCertificate {
  readonly #clock: Clock;
  #known: ClientCertificate | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Requests that come before the first answer ask for themselves: none waits for another's. */
  async get(issue: () => Promise<ClientCertificate>): Promise<ClientCertificate> {
    const known = this.#known;
    if (known !== undefined && known.expiresMs - this.#clock.now() > renewBeforeMs) return known;
    const issued = await issue();
    this.#known = issued;
    return issued;
  }
}
