import { describe, expect, test } from "vitest";
import { type ApiScope, apiScope } from "../../../test/fixtures/api-scope.ts";

const collection = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const now = "2026-01-02T03:04:05Z";

async function asked(): Promise<ApiScope> {
  const api = apiScope({ namespace: "" });
  const request = btoa("-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE REQUEST-----\n");
  const spec = { request, signerName: "example.com/s", usages: ["client auth"] };
  expect(await api.call("POST", collection, { metadata: { name: "c" }, spec })).toMatchObject({ code: 201 });
  return api;
}

async function decide(api: ApiScope, conditions: object[], part = "approval") {
  const { body } = await api.call("GET", `${collection}/c`);
  const spec = { ...body.spec, signerName: "example.com/other" };
  return api.call("PUT", `${collection}/c/${part}`, { ...body, spec, status: { conditions, certificate: btoa("x") } });
}

const approved = { type: "Approved", status: "True", reason: "KubectlApprove" };

describe("certificatesigningrequests/approval", () => {
  test("takes the decision, with its time, and nothing else", async () => {
    const api = await asked();
    const { code, body } = await decide(api, [approved]);
    expect(code).toBe(200);
    expect(body.spec.signerName).toBe("example.com/s");
    expect(body.status).toEqual({ conditions: [{ ...approved, lastUpdateTime: now, lastTransitionTime: now }] });
  });

  test("keeps a decision, and the time it was made", async () => {
    const api = await asked();
    await decide(api, [approved]);
    api.clock.nowMs += 60_000;
    const again = await decide(api, [{ ...approved, reason: "Again" }]);
    expect(again.body.status.conditions).toMatchObject([{ reason: "Again", lastTransitionTime: now }]);
    const taken = await decide(api, []);
    expect(taken.code).toBe(422);
    expect(taken.body.message).toContain('updates may not remove a condition of type "Approved"');
  });

  test("is the only way to decide: a status can't", async () => {
    const api = await asked();
    const refused = await decide(api, [approved], "status");
    expect(refused.code).toBe(422);
    expect(refused.body.message).toContain('updates may not add a condition of type "Approved"');
  });

  test("is patched as well", async () => {
    const api = await asked();
    const patch = { status: { conditions: [approved] } };
    const headers = { "content-type": "application/merge-patch+json" };
    const answer = await api.call("PATCH", `${collection}/c/approval`, patch, headers);
    expect(answer).toMatchObject({ code: 200, body: { status: { conditions: [{ type: "Approved" }] } } });
    expect(await api.call("GET", `${collection}/c/approval`)).toMatchObject({ code: 200, body: answer.body });
  });

  test("is applied too", async () => {
    const api = await asked();
    const configuration = {
      apiVersion: "certificates.k8s.io/v1",
      kind: "CertificateSigningRequest",
      metadata: { name: "c" },
      spec: { signerName: "example.com/other" },
      status: { conditions: [approved] },
    };
    const headers = { "content-type": "application/apply-patch+yaml" };
    const { code, body } = await api.call("PATCH", `${collection}/c/approval?fieldManager=m`, configuration, headers);
    expect([code, body.message]).toEqual([200, undefined]);
    expect(body.status.conditions).toMatchObject([{ ...approved, lastUpdateTime: now }]);
    expect(body.spec.signerName).toBe("example.com/s");
    const entry = body.metadata.managedFields.find((one: { manager: string }) => one.manager === "m");
    expect(entry).toMatchObject({ operation: "Apply", subresource: "approval" });
  });
});
