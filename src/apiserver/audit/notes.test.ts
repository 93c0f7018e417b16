import { expect, test } from "vitest";
import { apiScope, configMap } from "../../../test/fixtures/api-scope.ts";
import type { JsonObject } from "../../apimachinery/json.ts";
import { forbidden } from "../../apimachinery/status-error.ts";
import type { AdmissionStep } from "../../auth/admission/step.ts";
import { AuditTrail } from "./audit-trail.ts";
import { noteCharactersMax } from "./limits.ts";
import { notesOf, takeNotes } from "./notes.ts";

async function created(validate: NonNullable<AdmissionStep["validate"]>): Promise<Response> {
  const api = apiScope({ admission: [{ name: "Test", validate }] });
  return takeNotes(await api.request("POST", "/api/v1/namespaces/default/configmaps", configMap("x")));
}

test("what a step notes travels beside the answer, and not to the client", async () => {
  const response = await created(({ annotate }) => {
    annotate("policy/a", "é");
    annotate("policy/a", "second");
    annotate("policy/b", "1");
  });
  expect(notesOf(response)).toEqual({ "policy/a": "é", "policy/b": "1" });
  expect([response.status, [...response.headers.keys()]]).toEqual([201, ["cache-control", "content-type"]]);
  expect(await response.json()).toMatchObject({ metadata: { name: "x" } });
});

test("a refusal has its notes too", async () => {
  const response = await created(({ annotate }) => {
    annotate("policy/a", "1");
    throw forbidden({ group: "", resource: "configmaps" }, "x", "no");
  });
  expect([response.status, notesOf(response)]).toEqual([403, { "policy/a": "1" }]);
});

test("an answer without notes stays the same", async () => {
  const response = await created(() => {});
  expect(notesOf(response)).toBeUndefined();
  expect(takeNotes(response)).toBe(response);
});

test("notes that are too long are left out, and that is noted", async () => {
  const response = await created(({ annotate }) => annotate("policy/a", "x".repeat(noteCharactersMax)));
  expect(notesOf(response)).toEqual({ "audit.k8s.io/truncated": "true" });
});

test("they stand in the event", async () => {
  const response = await created(({ annotate }) => annotate("policy/a", "1"));
  const events: JsonObject[] = [];
  const works: Promise<void>[] = [];
  const host = {
    clock: { now: () => 0 },
    record: (event: JsonObject) => events.push(event),
    background: (work: Promise<void>) => works.push(work),
  };
  const request = {
    id: "1",
    decision: { level: "Metadata", omitStages: new Set(["RequestReceived"]), omitManagedFields: false },
    info: { type: "path", verb: "get", path: "/" },
    user: { name: "me", groups: [] },
    uri: "/",
    userAgent: "",
    sourceIps: [],
    receivedMs: 0,
  } as unknown as ConstructorParameters<typeof AuditTrail>[1];
  new AuditTrail(host as never, request, new Request("https://server/")).answered(response, false);
  await Promise.all(works);
  expect(events.map((event) => event["annotations"])).toEqual([
    { "authorization.k8s.io/decision": "allow", "policy/a": "1" },
  ]);
});
