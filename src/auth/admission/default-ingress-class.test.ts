import { expect, test } from "vitest";
import { fakeHost } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { defaultIngressClass } from "./default-ingress-class.ts";
import type { AdmissionHost } from "./step.ts";

function ingressClass(name: string, creationTimestamp: string, isDefault = true): KubeObject {
  const annotations = { "ingressclass.kubernetes.io/is-default-class": String(isDefault) };
  return { metadata: { name, creationTimestamp, annotations } };
}

async function classOf(classes: readonly KubeObject[], more: object = {}, annotations = {}): Promise<unknown> {
  const host = fakeHost({ namespace: { metadata: { name: "default" } } });
  const facts = { ...host.facts(), ingressClasses: classes } as ReturnType<AdmissionHost["facts"]>;
  const api = apiScope({ admission: [defaultIngressClass({ ...host, facts: () => facts })] });
  const spec = { defaultBackend: { service: { name: "s", port: { number: 80 } } }, ...more };
  const path = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
  const { code, body } = await api.call("POST", path, { metadata: { name: "i", annotations }, spec });
  expect(code).toBe(201);
  return body.spec.ingressClassName;
}

const day = (number: number) => `2026-01-0${number}T00:00:00Z`;

test("an ingress without a class gets the default, the newest of several", async () => {
  expect(await classOf([ingressClass("other", day(3), false), ingressClass("b", day(1))])).toBe("b");
  expect(await classOf([ingressClass("b", day(1)), ingressClass("c", day(2)), ingressClass("a", day(2))])).toBe("a");
  expect(await classOf([ingressClass("other", day(3), false)])).toBeUndefined();
});

test("an ingress that names a class, by field or annotation, keeps its choice", async () => {
  const classes = [ingressClass("b", day(1))];
  expect(await classOf(classes, { ingressClassName: "mine" })).toBe("mine");
  expect(await classOf(classes, {}, { "kubernetes.io/ingress.class": "old" })).toBeUndefined();
});
