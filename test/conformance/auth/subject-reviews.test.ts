// Who may do what, asked for somebody else.
import { expect } from "vitest";
import { conformance } from "../harness/conformance.ts";

conformance(
  "[sig-auth] SubjectReview should support SubjectReview API operations [Conformance]",
  async ({ api, namespace }) => {
    await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "asked" } });
    const user = `system:serviceaccount:${namespace}:asked`;
    const resourceAttributes = { verb: "list", resource: "configmaps", namespace, version: "v1" };
    const base = "/apis/authorization.k8s.io/v1";
    const review = (kind: string) => ({
      apiVersion: "authorization.k8s.io/v1",
      kind,
      metadata: { namespace: kind.startsWith("Local") ? namespace : "" },
      spec: { user, resourceAttributes },
    });
    const wide = await api.create(`${base}/subjectaccessreviews`, review("SubjectAccessReview"));
    expect(wide).toMatchObject({ kind: "SubjectAccessReview", spec: { user, resourceAttributes } });
    expect(typeof wide["status"].allowed).toBe("boolean");
    const local = await api.create(
      `${base}/namespaces/${namespace}/localsubjectaccessreviews`,
      review("LocalSubjectAccessReview"),
    );
    expect(local["spec"]).toMatchObject({ user, resourceAttributes });
    // The same question has the same answer, wherever it is asked.
    expect(local["status"].allowed).toBe(wide["status"].allowed);
    // And what is said is what happens.
    const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
    const { code } = await api.send("GET", configMaps, { headers: { "impersonate-user": user } });
    expect(code).toBe(wide["status"].allowed ? 200 : 403);
  },
);
