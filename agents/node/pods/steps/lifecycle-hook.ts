// Runs a container's postStart or preStop hook.
// Kubernetes: pkg/kubelet/lifecycle/handlers.go
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { HTTPGetAction, LifecycleHandler } from "../../../../src/kinds/facts/types.gen.ts";
import type { Timers } from "../../../../src/platform/timers.ts";
import type { Docker } from "../../docker/client.ts";
import { runInContainer } from "../../docker/run-in-container.ts";
import type { AnyContainer } from "../collaborators.ts";
import { HOOK_BODY_BYTES_MAX, HOOK_HTTP_TIMEOUT_MS } from "../limits.ts";
import { textOf } from "./start-problem.ts";

export interface HookInput {
  readonly docker: Docker;
  readonly timers: Timers;
  readonly containerId: string;
  readonly container: AnyContainer;
  readonly handler: LifecycleHandler;
  readonly podIP: string;
  /** preStop: what is left of the grace. postStart may take as long as it likes. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type HookOutcome = { readonly type: "done" } | { readonly type: "failed"; readonly message: string };

const done: HookOutcome = { type: "done" };

export async function runLifecycleHook(input: HookInput): Promise<HookOutcome> {
  const { handler } = input;
  try {
    if (handler.exec !== undefined) return await runCommand(input, handler.exec.command ?? []);
    if (handler.httpGet !== undefined) return await callHttp(input, handler.httpGet);
    if (handler.sleep !== undefined) {
      await sleep(input, Math.min(handler.sleep.seconds * 1000, input.timeoutMs));
      return done;
    }
    return { type: "failed", message: "invalid handler: tcpSocket is not supported for lifecycle hooks" };
  } catch (error) {
    return { type: "failed", message: textOf(error) };
  }
}

/** Until its time is over, or nobody waits for it any more. */
function sleep({ timers, signal }: HookInput, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(delayMs, resolve);
    signal?.addEventListener("abort", () => {
      cancel();
      resolve();
    });
  });
}

async function runCommand(input: HookInput, command: readonly string[]): Promise<HookOutcome> {
  const { docker, timers, containerId, timeoutMs, signal } = input;
  const outcome = await runInContainer(docker, containerId, {
    command,
    timeoutMs,
    outputBytesMax: HOOK_BODY_BYTES_MAX,
    timers,
    ...(signal === undefined ? {} : { signal }),
  });
  if (outcome.exitCode === 0) return done;
  const end = outcome.timedOut ? "did not end in time" : `exited with ${outcome.exitCode ?? "no code"}`;
  return { type: "failed", message: `command '${command.join(" ")}' ${end}: ${outcome.output}` };
}

function callHttp({ container, podIP, timeoutMs, timers }: HookInput, action: HTTPGetAction): Promise<HookOutcome> {
  const port = portOf(container, action.port);
  if (port === undefined) return Promise.resolve({ type: "failed", message: `no port named ${action.port}` });
  const secure = action.scheme === "HTTPS";
  const path = action.path ?? "/";
  const options = {
    host: action.host || podIP,
    port,
    path: path.startsWith("/") ? path : `/${path}`,
    headers: Object.fromEntries((action.httpHeaders ?? []).map(({ name, value }) => [name, value])),
    agent: false as const,
    // As a kubelet's hooks: the pod's certificate is its own affair.
    rejectUnauthorized: false,
  };
  return new Promise((resolve) => {
    const request = (secure ? requestHttps : requestHttp)(options, (response) => {
      cancel();
      response.destroy();
      const code = response.statusCode ?? 0;
      resolve(code < 400 ? done : { type: "failed", message: `HTTP hook answered ${code}` });
    });
    const cancel = timers.after(Math.min(timeoutMs, HOOK_HTTP_TIMEOUT_MS), () =>
      request.destroy(new Error("the HTTP hook did not answer in time")),
    );
    request.on("error", (error) => {
      cancel();
      resolve({ type: "failed", message: error.message });
    });
    request.end();
  });
}

/** A number, or the name of one of the container's ports. */
export function portOf(container: AnyContainer, port: number | string): number | undefined {
  if (typeof port === "number") return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? (/^\d+$/.test(port) ? Number(port) : undefined);
}
