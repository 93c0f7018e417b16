import { expect, test } from "vitest";
import type { Caller } from "./cluster-stubs.ts";
import { forwarded } from "./forward.ts";

const caller: Caller = { user: { name: "u", groups: [] }, header: "{}" };

function posted(headers: Record<string, string>): Request {
  const request = new Request("https://skerry/api/v1/namespaces", { method: "POST", body: "{}", headers });
  if (headers["content-type"] === undefined) request.headers.delete("content-type");
  return request;
}

test("a body without a Content-Type is JSON; one with its own keeps it", async () => {
  expect((await forwarded(posted({}), "/p", caller)).headers["content-type"]).toBe("application/json");
  expect((await forwarded(posted({ "content-type": "" }), "/p", caller)).headers["content-type"]).toBe(
    "application/json",
  );
  const yaml = await forwarded(posted({ "content-type": "application/yaml" }), "/p", caller);
  expect(yaml.headers["content-type"]).toBe("application/yaml");
});

test("a request without a body says nothing of one", async () => {
  const { headers, body } = await forwarded(new Request("https://skerry/api/v1/namespaces"), "/p", caller);
  expect([headers["content-type"], body]).toEqual([undefined, null]);
});
