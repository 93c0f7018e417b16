// One request's way through audit, in the Worker: its events, with what of its bodies the policy wants.
import type { Json, JsonObject } from "../../apimachinery/json.ts";
import type { Clock } from "../../platform/clock.ts";
import { type AuditedAnswer, type AuditedRequest, auditEvent } from "./event.ts";
import { eventBodyBytesMax } from "./limits.ts";
import { type Notes, notesOf } from "./notes.ts";
import type { AuditStage } from "./policy.ts";

export interface TrailHost {
  readonly clock: Clock;
  record(event: JsonObject): void;
  /** Work that goes on after the answer has left. */
  background(work: Promise<void>): void;
}

const truncated = { "audit.k8s.io/truncated": "true" };

export class AuditTrail {
  readonly #host: TrailHost;
  readonly #request: AuditedRequest;
  /** The body, or why there is none. */
  readonly #requestObject: Promise<Body>;

  /** `client` is read from a copy: whoever serves it reads it too. */
  constructor(host: TrailHost, request: AuditedRequest, client: Request) {
    this.#host = host;
    this.#request = request;
    const wants = request.decision.level !== "Metadata" && client.body !== null && isText(client.headers);
    this.#requestObject = wants ? bodyOf(client.clone()) : Promise.resolve(nothing);
    this.#tell("RequestReceived");
  }

  get id(): string {
    return this.#request.id;
  }

  /** The answer, on its way. `streams`: it goes on after it has begun. */
  answered(response: Response, streams: boolean): Response {
    if (!streams) {
      const copy = this.#wantsBody(response) ? response.clone() : undefined;
      this.#host.background(this.#complete(response.status, copy, notesOf(response)));
      return response;
    }
    this.#tell("ResponseStarted", { code: response.status });
    const { body } = response;
    if (body === null) {
      this.#tell("ResponseComplete", { code: response.status });
      return response;
    }
    const watched = body.pipeThrough(
      new TransformStream({ flush: () => this.#tell("ResponseComplete", { code: response.status }) }),
    );
    return new Response(watched, response);
  }

  /** It could not be answered: our own fault. */
  failed(code: number): void {
    this.#tell("Panic", { code });
  }

  #wantsBody({ status, headers, body }: Response): boolean {
    if (body === null || !isText(headers)) return false;
    return status >= 400 || this.#request.decision.level === "RequestResponse";
  }

  async #complete(code: number, copy: Response | undefined, notes: Notes | undefined): Promise<void> {
    const request = await this.#requestObject;
    const response = copy === undefined ? nothing : await bodyOf(copy);
    this.#tell("ResponseComplete", {
      code,
      ...(code >= 400 ? { status: statusOf(response.value) } : {}),
      ...(request.value === undefined ? {} : { requestObject: request.value }),
      ...(response.value === undefined ? {} : { responseObject: response.value }),
      annotations: { ...notes, ...(request.tooLong || response.tooLong ? truncated : {}) },
    });
  }

  #tell(stage: AuditStage, answer?: AuditedAnswer): void {
    const event = auditEvent(this.#request, stage, this.#host.clock.now(), answer);
    if (event !== undefined) this.#host.record(event);
  }
}

interface Body {
  readonly value: Json | undefined;
  readonly tooLong: boolean;
}

const nothing: Body = { value: undefined, tooLong: false };

/** Binary bodies are not shown: an event is JSON. */
function isText(headers: Headers): boolean {
  return !(headers.get("content-type") ?? "").startsWith("application/vnd.kubernetes.protobuf");
}

async function bodyOf(message: Request | Response): Promise<Body> {
  try {
    const text = await message.text();
    if (text === "") return nothing;
    return text.length > eventBodyBytesMax
      ? { value: undefined, tooLong: true }
      : { value: JSON.parse(text) as Json, tooLong: false };
  } catch {
    // Broken off, or no JSON: who was asked for what is noted all the same.
    return nothing;
  }
}

function statusOf(value: Json | undefined): NonNullable<AuditedAnswer["status"]> {
  const { status, reason, message } = (value ?? {}) as Record<string, unknown>;
  const texts = Object.entries({ status, reason, message }).filter(([, text]) => typeof text === "string");
  return Object.fromEntries(texts) as NonNullable<AuditedAnswer["status"]>;
}
