// `webhook PORT`: admission webhooks and a conversion webhook, over TLS with the certificate in /cert. The path says which.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";

// biome-ignore lint/suspicious/noExplicitAny: objects of all kinds
type Any = any;

interface Verdict {
  readonly allowed: boolean;
  readonly message?: string;
  readonly patch?: readonly object[];
}

const allowed: Verdict = { allowed: true };
const denied = (message: string): Verdict => ({ allowed: false, message });

/** Unwanted data is refused when an object is made, changed or deleted. */
function refuseData({ object, oldObject }: Any, what: string): Verdict {
  const data = (object ?? oldObject)?.data ?? {};
  return data["webhook-e2e-test"] === "webhook-disallow"
    ? denied(`the ${what} contains unwanted key and value`)
    : allowed;
}

/** Two stages, so that one webhook sees what another has done. */
function mutateData({ object }: Any): Verdict {
  const add = (stage: string) => ({ op: "add", path: `/data/mutation-stage-${stage}`, value: "yes" });
  if (object.data?.["mutation-stage-1"] === "yes") return { allowed: true, patch: [add("2")] };
  return object.data?.["mutation-start"] === "yes" ? { allowed: true, patch: [add("1")] } : allowed;
}

const verdicts: Record<string, (request: Any) => Verdict> = {
  "/always-deny": () => denied("this webhook denies all requests"),
  "/always-allow": () => allowed,
  "/always-allow-delay": () => allowed,
  "/add-label": ({ object }) =>
    object === null
      ? allowed
      : { allowed: true, patch: [{ op: "add", path: "/metadata/labels", value: { "added-label": "yes" } }] },
  "/attach": ({ name }) =>
    name === "to-be-attached-pod" ? denied("attaching to pod 'to-be-attached-pod' is not allowed") : allowed,
  "/pods": ({ object }) => {
    const unwanted = object?.spec.containers.some(({ name }: Any) => name.includes("webhook-disallow"));
    if (unwanted) return denied("the pod contains unwanted container name");
    const label = object?.metadata.labels?.["webhook-e2e-test"];
    return label === "webhook-disallow" ? denied("the pod contains unwanted label") : allowed;
  },
  "/mutating-pods": () => ({
    allowed: true,
    patch: [
      {
        op: "add",
        path: "/spec/initContainers",
        value: [{ name: "webhook-added-init-container", image: "webhook-added-image", resources: {} }],
      },
    ],
  }),
  "/configmaps": (request) => refuseData(request, "configmap"),
  "/custom-resource": (request) => refuseData(request, "custom resource"),
  "/mutating-data": mutateData,
  "/crd": ({ object }) =>
    object?.metadata.labels?.["e2e-webhook"] === "disallow" ? denied("the crd contains unwanted label") : allowed,
};

/** v1 has `hostPort`, the others `host` and `port`. */
function converted(object: Any, apiVersion: string): Any {
  const { hostPort, host, port, ...rest } = object;
  if (object.apiVersion === apiVersion) return object;
  if (hostPort !== undefined) {
    const [name, number] = hostPort.split(":");
    return { ...rest, apiVersion, host: name, port: number };
  }
  return { ...rest, apiVersion, ...(host === undefined ? {} : { hostPort: `${host}:${port}` }) };
}

function convert({ uid, objects, desiredAPIVersion }: Any): object {
  const convertedObjects = objects.map((object: Any) => converted(object, desiredAPIVersion));
  return { uid, result: { status: "Success" }, convertedObjects };
}

function admit(path: string, request: Any): object {
  const verdict = verdicts[path] ?? (() => denied(`no webhook at ${path}`));
  const { allowed: isAllowed, message, patch } = verdict(request);
  return {
    uid: request.uid,
    allowed: isAllowed,
    ...(message === undefined ? {} : { status: { message, reason: message } }),
    ...(patch === undefined
      ? {}
      : { patchType: "JSONPatch", patch: Buffer.from(JSON.stringify(patch)).toString("base64") }),
  };
}

const delayMs = 5_000;

export function webhook([port]: readonly string[]): void {
  const tls = { cert: readFileSync("/cert/tls.crt"), key: readFileSync("/cert/tls.key") };
  const server = createServer(tls, (request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const path = new URL(request.url ?? "/", "https://localhost").pathname;
      if (text === "") return void response.end("ready");
      const { kind, apiVersion, request: asked } = JSON.parse(text);
      const answer = kind === "ConversionReview" ? convert(asked) : admit(path, asked);
      const send = () => response.end(JSON.stringify({ kind, apiVersion, response: answer }));
      setTimeout(send, path === "/always-allow-delay" ? delayMs : 0);
    });
  });
  server.listen(Number(port), "0.0.0.0");
}
