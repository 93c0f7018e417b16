import { expect, test } from "vitest";
import { forbidden } from "../../apimachinery/status-error.ts";
import { readConnection } from "../connect/connection.ts";
import { errorResponse } from "../error-response.ts";
import { connectedHeader, connectHeader } from "../internal-headers.ts";
import { type Connecting, connected } from "./connected.ts";

const path = "/api/v1/namespaces/default/pods/x";

/** A client's exec, and what the namespace is asked for it. */
function exec(answer: Response) {
  const asked: { url: string; headers: Record<string, string> }[] = [];
  const fetch = async (url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push({ url, headers });
    return answer;
  };
  const url = new URL(`https://server${path}/exec?command=ls`);
  const streamed = {
    stubs: { namespace: () => ({ fetch }) },
    info: { namespace: "default", name: "x", subresource: "exec", rest: "" },
    caller: { header: "{}" },
    url,
    request: new Request(url, { headers: { upgrade: "websocket" } }),
  } as unknown as Connecting;
  return { asked, done: () => connected<{ name: string }>(streamed, path) };
}

test("the object is read by one call that says what it is for", async () => {
  const { asked, done } = exec(Response.json({ name: "x" }));
  const { object, streamed } = await done();
  expect([object, streamed.url.search]).toEqual([{ name: "x" }, "?command=ls"]);
  expect(asked.map(({ url }) => url)).toEqual([`https://skerry${path}`]);
  const connection = readConnection(asked[0]?.headers[connectHeader] ?? "");
  expect(connection).toEqual({ subresource: "exec", name: "x", query: "command=ls", path: "" });
});

test("options that admission has changed are those of the request from then on", async () => {
  const { streamed } = await exec(Response.json({}, { headers: { [connectedHeader]: "command=id" } })).done();
  expect([streamed.url.search, new URL(streamed.request.url).search]).toEqual(["?command=id", "?command=id"]);
  expect(streamed.request.headers.get("upgrade")).toBe("websocket");
});

test("what admission says against it is the answer", async () => {
  const refused = exec(errorResponse(forbidden({ group: "", resource: "pods" }, "x", "not you"))).done();
  await expect(refused).rejects.toMatchObject({ reason: "Forbidden", message: 'pods "x" is forbidden: not you' });
});
