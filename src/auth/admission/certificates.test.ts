import { expect, test } from "vitest";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import type { Attributes, Decision } from "../authorize.ts";
import { organizationsOf } from "./certificate-subject.ts";
import { certificateApproval, certificateSigning, certificateSubject } from "./certificates.ts";
import type { AdmissionStep } from "./step.ts";

const collection = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const merge = { "content-type": "application/merge-patch+json" };

/** A request of O=system:masters,O=devs,CN=x, and one of CN=a. */
const masters = `-----BEGIN CERTIFICATE REQUEST-----
MIHvMIGWAgEAMDQxFzAVBgNVBAoMDnN5c3RlbTptYXN0ZXJzMQ0wCwYDVQQKDARk
ZXZzMQowCAYDVQQDDAF4MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9DWNr2Jt
4W7WDT+PlwoU/jMv+t2zHnuRLy22q830RG+bQp5iufa3vXiJXGy39bYekKpXO6U3
CHz3H6Ii87dMmaAAMAoGCCqGSM49BAMCA0gAMEUCIQCiAcFBezmMuDjX/r/XkfBC
GwEMZx/MX9jg7mwMvHa57gIgeEDfXXEIlHjyOdlDH/IkLthb5i/Fj/XS47mRoK7z
n4k=
-----END CERTIFICATE REQUEST-----
`;
const somebody = `-----BEGIN CERTIFICATE REQUEST-----
MIHHMG4CAQAwDDEKMAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
BLAsW17FZv3nt/KVOIfgNu8ITDmJQJhu89tf6lZ3cHIqhgMAiuaTKOH7m2AbD5nQ
hBKepqFeoxkCMx8NRXJ/jg6gADAKBggqhkjOPQQDAgNJADBGAiEAkDi5Pc2HVDO6
DwK2ttnlXUefb0XlUNgoRwMeTJr20VQCIQDzYnKh/BVt6t3cmqbBojizvcWmyAVd
xnIZubMjEvAQFw==
-----END CERTIFICATE REQUEST-----
`;

function allowing(may: (asked: Attributes & { type: "resource" }) => boolean) {
  return (_user: unknown, asked: Attributes): Decision =>
    asked.type === "resource" && may(asked) ? { allowed: true, reason: "" } : { allowed: false, reason: "no" };
}

async function asked(step: AdmissionStep, signerName = "example.com/s", pem = somebody) {
  const api = apiScope({ namespace: "", admission: [step] });
  const spec = { request: btoa(pem), signerName, usages: ["client auth"] };
  return { api, created: await api.call("POST", collection, { metadata: { name: "c" }, spec }) };
}

const approve = { status: { conditions: [{ type: "Approved", status: "True", reason: "r" }] } };

test("who may not approve for a signer is refused", async () => {
  const names: string[] = [];
  const step = certificateApproval(
    allowing(({ verb, resource, name }) => {
      names.push(`${verb} ${resource} ${name}`);
      return false;
    }),
  );
  const { api } = await asked(step);
  const { code, body } = await api.call("PATCH", `${collection}/c/approval`, approve, merge);
  expect([code, body.message]).toEqual([
    403,
    'certificatesigningrequests.certificates.k8s.io "c" is forbidden: user not permitted to approve requests with signerName "example.com/s"',
  ]);
  expect(names).toEqual(["approve signers example.com/s", "approve signers example.com/*"]);
});

test("who may for the whole domain is not", async () => {
  const { api } = await asked(certificateApproval(allowing(({ name }) => name === "example.com/*")));
  expect(await api.call("PATCH", `${collection}/c/approval`, approve, merge)).toMatchObject({ code: 200 });
});

test("who may not sign for a signer gives no certificate, but may change other things", async () => {
  const { api } = await asked(certificateSigning(allowing(() => false)));
  const failed = { status: { conditions: [{ type: "Failed", status: "True", reason: "r" }] } };
  const { code, body } = await api.call("PATCH", `${collection}/c/status`, failed, merge);
  expect([code, body.message]).toEqual([
    403,
    'certificatesigningrequests.certificates.k8s.io "c" is forbidden: user not permitted to sign requests with signerName "example.com/s"',
  ]);
  const label = { metadata: { labels: { a: "b" } } };
  expect(await api.call("PATCH", `${collection}/c/status`, label, merge)).toMatchObject({ code: 200 });
});

test("the API's client certificates are none of its masters", async () => {
  const signer = "kubernetes.io/kube-apiserver-client";
  const { created } = await asked(certificateSubject, signer, masters);
  expect([created.code, created.body.message]).toEqual([
    403,
    'certificatesigningrequests.certificates.k8s.io "c" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
  ]);
  expect((await asked(certificateSubject, "example.com/s", masters)).created.code).toBe(201);
  expect((await asked(certificateSubject, signer, somebody)).created.code).toBe(201);
});

test("organizations are read, however a request is cut short", () => {
  expect(organizationsOf(masters)).toEqual(["system:masters", "devs"]);
  expect(organizationsOf(somebody)).toEqual([]);
  const [, body = ""] = masters.split(/-----[A-Z ]+-----/);
  const der = atob(body.replaceAll("\n", ""));
  for (let length = 0; length < der.length; length += 1) {
    const cut = `-----BEGIN CERTIFICATE REQUEST-----\n${btoa(der.slice(0, length))}\n-----END CERTIFICATE REQUEST-----\n`;
    expect(() => organizationsOf(cut)).toThrow(/asn1|PEM/);
  }
});
