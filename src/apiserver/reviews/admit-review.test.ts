import { expect, test } from "vitest";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import { forbidden } from "../../apimachinery/status-error.ts";
import type { AdmissionStep } from "../../auth/admission/step.ts";

const reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
const review = { spec: { user: "x", resourceAttributes: { verb: "get", resource: "pods" } } };

test("a review passes admission: it may be changed, and nothing of it is stored", async () => {
  const step: AdmissionStep = {
    name: "Test",
    mutate({ operation, kind, object }) {
      if (object !== undefined) object["spec"] = { ...object["spec"], user: `${operation} ${kind.kind}` };
    },
  };
  const api = apiScope({ namespace: "", admission: [step] });
  const { code, body } = await api.call("POST", reviews, review);
  expect([code, body.spec.user, body.status]).toEqual([200, "CREATE SubjectAccessReview", undefined]);
  expect(api.store.list("subjectaccessreviews.authorization.k8s.io").objects).toEqual([]);
});

test("a review may be refused", async () => {
  const step: AdmissionStep = {
    name: "Test",
    validate() {
      throw forbidden({ group: "authorization.k8s.io", resource: "subjectaccessreviews" }, "", "no");
    },
  };
  const { code } = await apiScope({ namespace: "", admission: [step] }).call("POST", reviews, review);
  expect(code).toBe(403);
});
