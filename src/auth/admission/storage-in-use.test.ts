import { expect, test } from "vitest";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import { storageInUse } from "./storage-in-use.ts";

async function finalizersOf(path: string, spec: object, finalizers?: string[]): Promise<unknown> {
  const namespace = path.includes("/namespaces/") ? "default" : "";
  const api = apiScope({ namespace, admission: [storageInUse] });
  const { code, body } = await api.call("POST", path, { metadata: { name: "x", finalizers }, ...spec });
  expect([code, body.message]).toEqual([201, undefined]);
  return body.metadata.finalizers;
}

const claim = { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } };
const claims = "/api/v1/namespaces/default/persistentvolumeclaims";

test("claims, volumes and volume attributes are kept while they are used", async () => {
  expect(await finalizersOf(claims, claim)).toEqual(["kubernetes.io/pvc-protection"]);
  const hostPath = { path: "/x" };
  const volume = { spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, hostPath } };
  expect(await finalizersOf("/api/v1/persistentvolumes", volume)).toEqual(["kubernetes.io/pv-protection"]);
  const attributes = { driverName: "d.example", parameters: { a: "b" } };
  expect(await finalizersOf("/apis/storage.k8s.io/v1/volumeattributesclasses", attributes)).toEqual([
    "kubernetes.io/vac-protection",
  ]);
});

test("other finalizers stay, and none comes twice", async () => {
  expect(await finalizersOf(claims, claim, ["example.com/a"])).toEqual([
    "example.com/a",
    "kubernetes.io/pvc-protection",
  ]);
  expect(await finalizersOf(claims, claim, ["kubernetes.io/pvc-protection"])).toEqual(["kubernetes.io/pvc-protection"]);
});
