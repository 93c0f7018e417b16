// CertificateSigningRequests as objects.
import { expect } from "vitest";
import { exerciseApi, expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";

const base = "/apis/certificates.k8s.io/v1";
/** Made by `openssl req -new -subj /CN=somebody -newkey ec:...`; its key is thrown away. */
const request =
  "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlITk1IVUNBUUF3RXpFUk1BOEdBMVVFQXd3SWMyOXRaV0p2Wkhrd1dUQVRCZ2NxaGtqT1BRSUJCZ2dxaGtqTwpQUU1CQndOQ0FBUUdVQVlJOC9qY1JsQm9CaW8veWE5UlkvMzFmQVdaTzlHdWRqaTUxSGxxbmExME0wem9XcTA3CjFuN2VLZi9VeFFrbXVubWZLVjRFcnlzeEl4cWR4NE50b0FBd0NnWUlLb1pJemowRUF3SURTQUF3UlFJaEFLNjkKTFd2eDlESm9TS0kycEVrOVlzUk14YnR6SCtKN3VjZURvODR6SW9nRkFpQWJPajJ4VWd3dGN4REZ0UHlHWjBobgptUEZocVhtYUdlTjJXbGMxZE9SQU1RPT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==";
const make = () => ({
  spec: { request, signerName: "example.com/e2e", usages: ["client auth"], expirationSeconds: 86400 },
});

conformance(
  "[sig-auth] Certificates API [Privileged:ClusterAdmin] should support CSR API operations [Conformance]",
  async ({ api }) => {
    await exerciseApi(api, { base, resource: "certificatesigningrequests", namespace: "", make });

    const name = randomName("request");
    const path = `${base}/certificatesigningrequests/${name}`;
    await api.create(`${base}/certificatesigningrequests`, { ...make(), metadata: { name } });
    const approved = { type: "Approved", status: "True", reason: "E2E", message: "told by a test" };
    expect((await api.get(`${path}/approval`)).metadata.name).toBe(name);
    // Approval goes through its own door alone.
    await expectReason(api.patch(`${path}/status`, { status: { conditions: [approved] } }), "Invalid");
    const patched = await api.patch(`${path}/approval`, {
      metadata: { annotations: { patchedapproval: "yes" } },
      status: { conditions: [{ type: "ApprovalPatch", status: "True", reason: "e2e" }] },
    });
    expect(patched["status"].conditions).toHaveLength(1);
    const updated = await api.change(`${path}/approval`, ({ status }) => {
      status.conditions.push(approved);
    });
    expect(updated["status"].conditions).toContainEqual(expect.objectContaining(approved));

    expect((await api.get(`${path}/status`)).metadata.name).toBe(name);
    const certificate = Buffer.from(
      "-----BEGIN CERTIFICATE-----\nMIIBfTCCASOgAwIBAgIUHSP9vdgUyQeLH3HM6KwJB/tHYlswCgYIKoZIzj0EAwIw\nEzERMA8GA1UEAwwIc29tZWJvZHkwIBcNMjYxMTIxMTQzNTUwWhgPMjEyNjEwMjgx\nNDM1NTBaMBMxETAPBgNVBAMMCHNvbWVib2R5MFkwEwYHKoZIzj0CAQYIKoZIzj0D\nAQcDQgAEBlAGCPP43EZQaAYqP8mvUWP99XwFmTvRrnY4udR5ap2tdDNM6FqtO9Z+\n3in/1MUJJrp5nyleBK8rMSManceDbaNTMFEwHQYDVR0OBBYEFO3Zu9bQ2vodeqVY\ne5q5TRRIwt9pMB8GA1UdIwQYMBaAFO3Zu9bQ2vodeqVYe5q5TRRIwt9pMA8GA1Ud\nEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgLN3c5E+Leb2O4WVjULD/K6AE\nWi6TV/2L3VOUeV1FRrYCIQCahlVXsgnobc5i2IZLBGrYaloALSu3iNdQNsaqN5sl\naw==\n-----END CERTIFICATE-----\n",
    ).toString("base64");
    const signed = await api.patch(`${path}/status`, { status: { certificate } });
    expect(signed["status"].certificate).toBe(certificate);
    const told = await api.change(`${path}/status`, ({ status }) => {
      status.conditions.push({ type: "StatusUpdate", status: "True", reason: "E2E", message: "told again" });
    });
    expect(told["status"].conditions).toContainEqual(expect.objectContaining({ type: "StatusUpdate" }));
    await api.delete(path);
    await expectReason(api.get(path), "NotFound");
  },
);
