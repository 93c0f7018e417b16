// Runs a container's postStart or preStop hook.
// Kubernetes: pkg/kubelet/lifecycle/handlers.go
import type { HTTPGetAction, LifecycleHandler, Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Docker } from "../docker/client.ts";
import { goQuote } from "../env/go-quote.ts";
import type { AnyContainer } from "../pods/collaborators.ts";
import { identityOf, podText } from "../pods/pod-parts.ts";
import type { PodEvents } from "../pods/runtime.ts";
import { execCommand } from "../probes/exec-command.ts";
import { hostPort } from "../probes/go-net.ts";
import { httpGet } from "../probes/http-get.ts";
import { type HttpTarget, httpTarget } from "../probes/http-target.ts";

export interface HookInput {
  readonly docker: Docker;
  readonly timers: Timers;
  readonly events: PodEvents;
  readonly pod: Pod;
  readonly container: AnyContainer;
  readonly containerId: string;
  readonly handler: LifecycleHandler;
  readonly podIP: string;
  /** preStop: what is left of the grace. Undefined: a postStart hook may take as long as it likes. */
  readonly timeoutMs: number | undefined;
  /** Nobody waits for it any more. */
  readonly signal: AbortSignal;
}

export type HookOutcome =
  | { readonly type: "done" }
  /** Time is over, or nobody waits any more: that is nobody's failure. */
  | { readonly type: "not-done" }
  /** `message`: why, as the container's waiting state shows it. */
  | { readonly type: "failed"; readonly message: string };

/** Never rejects. */
export async function runLifecycleHook(input: HookInput): Promise<HookOutcome> {
  const { handler } = input;
  if (handler.exec !== undefined) return runCommand(input, handler.exec.command ?? []);
  if (handler.httpGet !== undefined) return callHttp(input, handler.httpGet);
  if (handler.sleep !== undefined) return sleep(input, handler.sleep.seconds * 1000);
  const name = Object.keys(handler)[0] ?? "none";
  return {
    type: "failed",
    message: `Cannot run handler: invalid handler: ${name} is not supported for lifecycle hooks`,
  };
}

async function runCommand(input: HookInput, command: readonly string[]): Promise<HookOutcome> {
  const { docker, timers, containerId, timeoutMs, signal } = input;
  const end = await execCommand({ docker, timers, containerId, command, timeoutMs, signal });
  if (end.type === "timed-out" || signal.aborted) return { type: "not-done" };
  if (end.type === "exited" && end.code === 0) return { type: "done" };
  const output = end.type === "exited" ? end.output : "";
  const error =
    end.type === "exited" ? `command '${command.join(" ")}' exited with ${end.code}: ${output}` : end.message;
  const what = `Exec lifecycle hook ([${command.join(" ")}])`;
  return failed(input, what, `${error}, message: ${goQuote(output)}`);
}

/** Whoever answers has been told: what the answer says doesn't matter. */
async function callHttp(input: HookInput, action: HTTPGetAction): Promise<HookOutcome> {
  const { container, podIP, timers, timeoutMs, signal } = input;
  const what = `HTTP lifecycle hook (${action.path ?? ""})`;
  const asked = httpTarget({ action: withPort(action), container, podIP, purpose: "lifecycle" });
  if (asked.type === "wrong") return failed(input, what, asked.message);
  const answer = await httpGet(asked.target, { timeoutMs, timers, signal });
  if (answer.type !== "failed") return { type: "done" };
  if (answer.cause === "timeout" || signal.aborted) return { type: "not-done" };
  if (answer.cause === "not-tls" && (await callPlainly(input, asked.target))) return { type: "done" };
  return failed(input, what, answer.message);
}

/** Who asks for HTTPS and serves HTTP was once served so. Without its credentials. Kubernetes: isHTTPResponseError */
async function callPlainly(
  { timers, timeoutMs, signal, events, pod, container }: HookInput,
  target: HttpTarget,
): Promise<boolean> {
  const { authorization: _, ...headers } = target.headers;
  const answer = await httpGet({ ...target, secure: false, headers }, { timeoutMs, timers, signal });
  if (answer.type === "failed") return false;
  const where = hostPort(target.host, target.port);
  const message = `request to HTTPS lifecycle hook ${where} got HTTP response, retry with HTTP succeeded`;
  events.record(pod, "Warning", "LifecycleHTTPFallback", message, container.name);
  return true;
}

/** No port at all means 80. */
function withPort(action: HTTPGetAction): HTTPGetAction {
  return action.port === "" ? { ...action, port: 80 } : action;
}

/** Until its time is over, or nobody waits for it any more. */
function sleep({ timers, timeoutMs, signal }: HookInput, delayMs: number): Promise<HookOutcome> {
  const isShort = timeoutMs !== undefined && timeoutMs < delayMs;
  return new Promise((resolve) => {
    const finish = (type: "done" | "not-done") => {
      cancel();
      signal.removeEventListener("abort", stop);
      resolve({ type });
    };
    const stop = () => finish("not-done");
    const cancel = timers.after(isShort ? timeoutMs : delayMs, () => finish(isShort ? "not-done" : "done"));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}

function failed({ container, pod }: HookInput, what: string, error: string): HookOutcome {
  const where = `for Container ${goQuote(container.name)} in Pod ${goQuote(podText(identityOf(pod)))}`;
  return { type: "failed", message: `${what} ${where} failed - error: ${error}` };
}
