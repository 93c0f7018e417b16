// Who of those that change objects is asked once more, because the object has changed since: webhooks and policies alike.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/reinvocationcontext.go,
// policy/mutating/reinvocationcontext.go
import { equalJson } from "../../apimachinery/clone-json.ts";
import type { Json } from "../../apimachinery/json.ts";
import type { AdmissionRequest } from "./step.ts";

export class Reinvocation {
  /** Were asked, and want to be asked again when the object changes later. */
  readonly #eager = new Set<string>();
  /** Are to be asked again. */
  readonly #again = new Set<string>();
  /** The object as it was when the last of the first round had answered. */
  #last: Json = null;

  /** What the step of this name keeps for the request's second round. */
  static of({ rounds }: AdmissionRequest, step: string): Reinvocation {
    const known = rounds.kept.get(step);
    if (known instanceof Reinvocation) return known;
    const made = new Reinvocation();
    rounds.kept.set(step, made);
    return made;
  }

  /** Before the first is asked, in each round. */
  begin(request: AdmissionRequest): void {
    // Another step has changed the object since: everybody who wants to know is asked.
    if (request.rounds.again && !equalJson(this.#last, snapshot(request))) this.#askEagerAgain();
  }

  /** In the second round nobody is asked for the first time. */
  skips(request: AdmissionRequest, id: string): boolean {
    return request.rounds.again && !this.#again.has(id);
  }

  /** One was asked. */
  note(request: AdmissionRequest, id: string, { changed, isEager }: { changed: boolean; isEager: boolean }): void {
    if (changed) {
      this.#askEagerAgain();
      request.rounds.wanted = true;
    }
    if (isEager) this.#eager.add(id);
  }

  end(request: AdmissionRequest): void {
    this.#last = snapshot(request);
  }

  #askEagerAgain(): void {
    for (const id of this.#eager) this.#again.add(id);
    this.#eager.clear();
  }
}

/** The object as it is now, and as it would be stored: fields that hold nothing are not there. */
export function snapshot({ object }: Pick<AdmissionRequest, "object">): Json {
  return object === undefined ? null : (JSON.parse(JSON.stringify(object)) as Json);
}
