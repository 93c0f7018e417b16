import { expect, test } from "vitest";
import { fakeHost } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import { claimResize } from "./claim-resize.ts";
import type { AdmissionHost } from "./step.ts";

const claims = "/api/v1/namespaces/default/persistentvolumeclaims";
const merge = { "content-type": "application/merge-patch+json" };

async function grow({ allowed = true, phase = "Bound", size = "2Gi" }) {
  const host = fakeHost({ namespace: { metadata: { name: "default" } } });
  const storageClasses = [{ metadata: { name: "s" }, allowVolumeExpansion: allowed }];
  const facts = { ...host.facts(), storageClasses } as ReturnType<AdmissionHost["facts"]>;
  const api = apiScope({ admission: [claimResize({ ...host, facts: () => facts })] });
  const resources = { requests: { storage: "1Gi" } };
  const spec = { accessModes: ["ReadWriteOnce"], storageClassName: "s", volumeName: "v", resources };
  await api.call("POST", claims, { metadata: { name: "c" }, spec });
  await api.call("PATCH", `${claims}/c/status`, { status: { phase, capacity: { storage: "1Gi" } } }, merge);
  const { code, body } = await api.call(
    "PATCH",
    `${claims}/c`,
    { spec: { resources: { requests: { storage: size } } } },
    merge,
  );
  return [code, body.message];
}

test("a bound claim of a class that allows it grows", async () => {
  expect(await grow({})).toEqual([200, undefined]);
});

test("a claim whose class doesn't allow it does not grow", async () => {
  expect(await grow({ allowed: false })).toEqual([
    403,
    'persistentvolumeclaims "c" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  ]);
});

test("a claim that is not bound does not grow: its rules refuse that already, and the step would", async () => {
  expect(await grow({ phase: "Pending" })).toMatchObject([422, expect.stringContaining("spec is immutable")]);
  const claim = (storage: string) => ({ metadata: { name: "c" }, spec: { resources: { requests: { storage } } } });
  const kind = { collection: "persistentvolumeclaims", group: "", plural: "persistentvolumeclaims" };
  const request = { operation: "UPDATE", kind, subresource: "", name: "c", object: claim("2Gi"), old: claim("1Gi") };
  expect(() => claimResize(fakeHost()).validate?.(request as never)).toThrow(
    'persistentvolumeclaims "c" is forbidden: Only bound persistent volume claims can be expanded',
  );
});
