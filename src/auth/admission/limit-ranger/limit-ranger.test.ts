import { describe, expect, test } from "vitest";
import { fakeHost } from "../../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../../apimachinery/json.ts";
import type { LimitRangeItem } from "../../../kinds/facts/types.gen.ts";
import { limitRanger } from "./limit-ranger.ts";

const pods = "/api/v1/namespaces/default/pods";
const claims = "/api/v1/namespaces/default/persistentvolumeclaims";

function bounded(...limits: readonly Partial<LimitRangeItem>[]) {
  const range = { metadata: { name: "r" }, spec: { limits } } as unknown as KubeObject;
  const host = fakeHost({ all: (collection) => (collection === "limitranges" ? [range] : []) });
  return apiScope({ admission: [limitRanger(host)] });
}

function pod(...resources: object[]): object {
  const containers = resources.map((one, index) => ({ name: `c${index}`, image: "i", resources: one }));
  return { metadata: { name: "p" }, spec: { containers } };
}

function claim(storage: string): object {
  return { metadata: { name: "p" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } } };
}

async function refusalOf(answer: Promise<{ code: number; body: unknown }>): Promise<string> {
  const { code, body } = await answer;
  return code === 403 ? (body as { message: string }).message : `answered ${code}`;
}

const named = 'pods "p" is forbidden: ';

describe("defaults", () => {
  const item = { type: "Container", default: { cpu: "500m", memory: "1Gi" }, defaultRequest: { cpu: "100m" } };

  test("fill what containers leave out, and are noted", async () => {
    const api = bounded(item);
    const spec = {
      containers: [{ name: "a", image: "i", resources: { limits: { cpu: "1" }, requests: { cpu: "200m" } } }],
      initContainers: [{ name: "b", image: "i" }],
    };
    const { code, body } = await api.call("POST", pods, { metadata: { name: "p" }, spec });
    expect(code).toBe(201);
    expect(body).toMatchObject({
      metadata: {
        annotations: {
          "kubernetes.io/limit-ranger":
            "LimitRanger plugin set: memory limit for container a; cpu request for init container b; cpu, memory limit for init container b",
        },
      },
      spec: {
        containers: [{ resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "200m" } } }],
        initContainers: [{ resources: { limits: { cpu: "500m", memory: "1Gi" }, requests: { cpu: "100m" } } }],
      },
    });
  });

  test("leave a pod that says all alone", async () => {
    const api = bounded(item);
    const all = { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "1", memory: "1Gi" } };
    const { body } = await api.call("POST", pods, pod(all));
    expect((body as KubeObject).metadata?.annotations).toBeUndefined();
  });
});

describe("bounds", () => {
  test("of a container", async () => {
    const api = bounded({ type: "Container", min: { cpu: "100m" }, max: { cpu: "1" } });
    const create = (resources: object) => refusalOf(api.call("POST", pods, pod(resources)));
    expect(await create({ requests: { cpu: "50m" }, limits: { cpu: "1" } })).toBe(
      `${named}minimum cpu usage per Container is 100m, but request is 50m`,
    );
    expect(await create({ requests: { cpu: "200m" }, limits: { cpu: "1500m" } })).toBe(
      `${named}maximum cpu usage per Container is 1, but limit is 1500m`,
    );
    expect(await create({})).toBe(
      `${named}[minimum cpu usage per Container is 100m.  No request is specified, maximum cpu usage per Container is 1.  No limit is specified]`,
    );
    expect(await create({ requests: { cpu: "100m" }, limits: { cpu: "1" } })).toBe("answered 201");
  });

  test("of a ratio between limit and request", async () => {
    const api = bounded({ type: "Container", maxLimitRequestRatio: { memory: "2" } });
    const create = (resources: object) => refusalOf(api.call("POST", pods, pod(resources)));
    expect(await create({ requests: { memory: "1Gi" }, limits: { memory: "3Gi" } })).toBe(
      `${named}memory max limit to request ratio per Container is 2, but provided ratio is 3.000000`,
    );
    expect(await create({})).toBe(
      `${named}memory max limit to request ratio per Container is 2, but no request is specified or request is 0`,
    );
    expect(await create({ requests: { memory: "1Gi" }, limits: { memory: "2Gi" } })).toBe("answered 201");
  });

  test("of a pod are of its containers together", async () => {
    const api = bounded({ type: "Pod", max: { cpu: "1" } });
    const half = { limits: { cpu: "600m" } };
    expect(await refusalOf(api.call("POST", pods, pod(half, half)))).toBe(
      `${named}maximum cpu usage per Pod is 1, but limit is 1200m`,
    );
    expect(await refusalOf(api.call("POST", pods, pod(half)))).toBe("answered 201");
  });

  test("of a claim are of what it requests, also when it grows", async () => {
    const api = bounded({ type: "PersistentVolumeClaim", min: { storage: "1Gi" }, max: { storage: "2Gi" } });
    const about = 'persistentvolumeclaims "p" is forbidden: ';
    expect(await refusalOf(api.call("POST", claims, claim("3Gi")))).toBe(
      `${about}maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi`,
    );
    expect(await refusalOf(api.call("POST", claims, claim("500Mi")))).toBe(
      `${about}minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi`,
    );
    expect(await refusalOf(api.call("POST", claims, claim("1Gi")))).toBe("answered 201");
  });
});
