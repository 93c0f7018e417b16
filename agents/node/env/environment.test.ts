// A container's variables as they come together: from an API server, from the pod, from services.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Container, Pod } from "../../../src/kinds/facts/types.gen.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { service } from "../../../test/network/objects.ts";
import { type ApiClient, connectApi } from "../api/client.ts";
import { ConfigError } from "../pods/collaborators.ts";
import { ServiceBook } from "../services/service-book.ts";
import { ObjectSource } from "../volumes/object-source.ts";
import { objectsOf } from "../volumes/pod-objects.ts";
import { ContainerEnvironment } from "./environment.ts";

const server = new FakeApiServer();
const place = { podIPs: ["10.244.0.7"], hostIPs: ["192.0.2.1"] };
const base64 = (text: string) => Buffer.from(text).toString("base64");
let client: ApiClient;
let source: ObjectSource;
let services: ServiceBook;
let environment: ContainerEnvironment;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  client = connectApi({ server: server.url, token: () => "", userAgent: "test", timers: testPlatform.timers });
  source = new ObjectSource({ ...testPlatform, client });
  services = new ServiceBook();
  services.services.replace([service("kubernetes", { clusterIP: "10.96.0.1", ports: [{ port: 443 }] })]);
  services.slices.replace([]);
  environment = new ContainerEnvironment({
    source,
    services,
    allocatable: () => ({ cpu: "2", memory: "1Gi" }),
    timers: testPlatform.timers,
  });
  put("configmaps", "settings", { data: { COLOUR: "red", "dotted.key": "1", SIZE: "XL" } });
  put("secrets", "keys", { data: { PASSWORD: base64("s3cret"), COLOUR: base64("blue") } });
});
afterEach(() => {
  source.stop();
  client.close();
});

function put(plural: string, name: string, rest: object): void {
  const kind = plural === "secrets" ? "Secret" : "ConfigMap";
  server.put(`/api/v1/namespaces/shop/${plural}/${name}`, {
    apiVersion: "v1",
    kind,
    metadata: { name, namespace: "shop" },
    ...rest,
  });
}

async function variables(container: Partial<Container>, spec: object = {}): Promise<Record<string, string>> {
  const app: Container = { name: "app", ...container };
  const pod: Pod = {
    metadata: { name: "web", namespace: "shop", uid: "u1" },
    spec: { enableServiceLinks: false, containers: [app], ...spec },
  };
  source.hold("u1", objectsOf(pod));
  const all = await environment.environmentFor(pod, app, place);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  return Object.fromEntries(
    all.filter(({ name }) => !name.startsWith("KUBERNETES_")).map((one) => [one.name, one.value]),
  );
}

describe("where variables come from", () => {
  test("later sources win: envFrom in order, then env; prefixes keep apart", async () => {
    const found = await variables({
      envFrom: [
        { configMapRef: { name: "settings" } },
        { secretRef: { name: "keys" } },
        { prefix: "CM_", configMapRef: { name: "settings" } },
      ],
      env: [{ name: "SIZE", value: "S" }],
    });
    expect(found).toEqual({
      COLOUR: "blue",
      "dotted.key": "1",
      SIZE: "S",
      PASSWORD: "s3cret",
      CM_COLOUR: "red",
      "CM_dotted.key": "1",
      CM_SIZE: "XL",
    });
  });

  test("single keys, fields and resources", async () => {
    const found = await variables({
      resources: { limits: { cpu: "500m" } },
      env: [
        { name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "COLOUR" } } },
        { name: "B", valueFrom: { secretKeyRef: { name: "keys", key: "PASSWORD" } } },
        { name: "C", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "D", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } } },
        { name: "E", valueFrom: { resourceFieldRef: { resource: "limits.memory" } } },
        { name: "F" },
        { name: "F", value: "" },
      ],
    });
    expect(found).toEqual({ A: "red", B: "s3cret", C: "10.244.0.7", D: "500", E: "1073741824", F: "" });
  });

  test("a value may name what comes before it, services too; not what comes after, and nothing twice", async () => {
    const found = await variables({
      envFrom: [{ configMapRef: { name: "settings" } }],
      env: [
        { name: "FIRST", value: "$(COLOUR) $(SECOND) $(KUBERNETES_SERVICE_HOST)" },
        { name: "SECOND", value: "$$(FIRST) $(FIRST)" },
      ],
    });
    expect(found["FIRST"]).toBe("red $(SECOND) 10.96.0.1");
    expect(found["SECOND"]).toBe("$(FIRST) red $(SECOND) 10.96.0.1");
  });

  test("what a ConfigMap holds is taken as it is, and not expanded again", async () => {
    put("configmaps", "raw", { data: { text: "$(COLOUR)" } });
    const found = await variables({
      env: [
        { name: "COLOUR", value: "red" },
        { name: "RAW", valueFrom: { configMapKeyRef: { name: "raw", key: "text" } } },
        { name: "THIRD", value: "<$(RAW)>" },
      ],
    });
    expect(found).toEqual({ COLOUR: "red", RAW: "$(COLOUR)", THIRD: "<$(COLOUR)>" });
  });

  test("a variable of the container's own replaces a service's", async () => {
    const app: Container = { name: "app", env: [{ name: "KUBERNETES_SERVICE_HOST", value: "mine" }] };
    const pod: Pod = { metadata: { namespace: "shop", uid: "u1" }, spec: { containers: [app] } };
    const all = await environment.environmentFor(pod, app, place);
    expect(all.filter(({ name }) => name === "KUBERNETES_SERVICE_HOST")).toEqual([
      { name: "KUBERNETES_SERVICE_HOST", value: "mine" },
    ]);
    expect(all).toContainEqual({ name: "KUBERNETES_SERVICE_PORT", value: "443" });
  });
});

describe("what isn't there", () => {
  const env = (valueFrom: object): Partial<Container> => ({ env: [{ name: "X", valueFrom }] });
  const configMapKeyRef = (name: string, key: string, optional?: boolean) =>
    env({ configMapKeyRef: { name, key, ...(optional === undefined ? {} : { optional }) } });

  test.each([
    ["a ConfigMap", configMapKeyRef("none", "x"), 'configmap "none" not found'],
    ["a Secret", env({ secretKeyRef: { name: "none", key: "x" } }), 'secret "none" not found'],
    ["a ConfigMap's key", configMapKeyRef("settings", "x"), "couldn't find key x in ConfigMap shop/settings"],
    ["a Secret's key", env({ secretKeyRef: { name: "keys", key: "x" } }), "couldn't find key x in Secret shop/keys"],
    ["a whole ConfigMap", { envFrom: [{ configMapRef: { name: "none" } }] }, 'configmap "none" not found'],
    ["a whole Secret", { envFrom: [{ secretRef: { name: "none" } }] }, 'secret "none" not found'],
    ["a field", env({ fieldRef: { fieldPath: "spec.x" } }), "unsupported fieldPath: spec.x"],
    ["a resource", env({ resourceFieldRef: { resource: "x" } }), "unsupported container resource : x"],
    [
      "what this node doesn't do",
      env({ fileKeyRef: { volumeName: "v", path: "p", key: "k" } }),
      'variable "X": fileKeyRef is not supported by this node',
    ],
  ])("%s keeps the container from being made, and says so", async (_name, container, message) => {
    const failure = await variables(container as Partial<Container>).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as Error).message).toBe(message);
  });

  test("what is optional is left out", async () => {
    const found = await variables({
      envFrom: [{ configMapRef: { name: "none", optional: true } }, { secretRef: { name: "none", optional: true } }],
      env: [
        { name: "A", valueFrom: { configMapKeyRef: { name: "none", key: "x", optional: true } } },
        { name: "B", valueFrom: { secretKeyRef: { name: "keys", key: "x", optional: true } } },
        { name: "C", value: "$(A)" },
      ],
    });
    expect(found).toEqual({ C: "$(A)" });
  });

  test("what the API server refuses is told in its words", async () => {
    server.refuse = ({ path }) => (path.endsWith("/settings") ? 403 : undefined);
    const failure = await variables(configMapKeyRef("settings", "COLOUR", true)).catch((error: unknown) => error);
    server.refuse = undefined;
    expect(failure).toBeInstanceOf(ConfigError);
  });

  test("without a picture of the services nothing is started; with it, at once", async () => {
    const app: Container = { name: "app" };
    const pod: Pod = { metadata: { namespace: "shop", uid: "u1" }, spec: { containers: [app] } };
    let expire = () => {};
    const timers = {
      ...testPlatform.timers,
      after: (_delayMs: number, body: () => void) => {
        expire = body;
        return () => {};
      },
    };
    const empty = new ServiceBook();
    const waiting = new ContainerEnvironment({ source, services: empty, allocatable: () => ({}), timers });
    const first = waiting.environmentFor(pod, app, place);
    expire();
    await expect(first).rejects.toThrow("services have not yet been read at least once, cannot construct envvars");
    const second = waiting.environmentFor(pod, app, place);
    empty.services.replace([]);
    empty.slices.replace([]);
    expect(await second).toEqual([]);
  });
});
