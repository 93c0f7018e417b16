import { expect, test } from "vitest";
import { fakeHost } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { defaultStorageClass } from "./default-storage-class.ts";
import type { AdmissionHost } from "./step.ts";

const claims = "/api/v1/namespaces/default/persistentvolumeclaims";

function storageClass(name: string, creationTimestamp: string, isDefault = true): KubeObject {
  const annotations = { "storageclass.kubernetes.io/is-default-class": String(isDefault) };
  return { metadata: { name, creationTimestamp, annotations } };
}

async function classOf(classes: readonly KubeObject[], spec: object = {}): Promise<unknown> {
  const host = fakeHost({ namespace: { metadata: { name: "default" } } });
  const facts = { ...host.facts(), storageClasses: classes } as ReturnType<AdmissionHost["facts"]>;
  const api = apiScope({ admission: [defaultStorageClass({ ...host, facts: () => facts })] });
  const whole = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, ...spec };
  const { code, body } = await api.call("POST", claims, { metadata: { name: "c" }, spec: whole });
  expect(code).toBe(201);
  return body.spec.storageClassName;
}

const day = (number: number) => `2026-01-0${number}T00:00:00Z`;

test("a claim without a class gets the default, the newest of several", async () => {
  expect(await classOf([storageClass("other", day(3), false), storageClass("b", day(1))])).toBe("b");
  expect(await classOf([storageClass("b", day(1)), storageClass("c", day(2)), storageClass("a", day(2))])).toBe("a");
  expect(await classOf([storageClass("other", day(3), false)])).toBeUndefined();
});

test("a claim that names a class, or wants none, keeps its choice", async () => {
  const classes = [storageClass("b", day(1))];
  expect(await classOf(classes, { storageClassName: "mine" })).toBe("mine");
  expect(await classOf(classes, { storageClassName: "" })).toBe("");
});
