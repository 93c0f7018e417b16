import { describe, expect, test } from "vitest";
import { requestInfo } from "./request-info.ts";

const resource = { type: "resource", group: "", version: "v1", namespace: "", name: "", subresource: "", rest: "" };

describe("requestInfo", () => {
  test.each([
    ["GET", "/api/v1/pods", false, { ...resource, verb: "list", resource: "pods" }],
    ["GET", "/api/v1/pods", true, { ...resource, verb: "watch", resource: "pods" }],
    ["GET", "/api/v1/watch/pods", false, { ...resource, verb: "watch", resource: "pods" }],
    ["POST", "/api/v1/namespaces", false, { ...resource, verb: "create", resource: "namespaces" }],
    ["GET", "/api/v1/namespaces/a", false, { ...resource, verb: "get", resource: "namespaces", name: "a" }],
    [
      "PUT",
      "/api/v1/namespaces/a/finalize",
      false,
      { ...resource, verb: "update", resource: "namespaces", name: "a", subresource: "finalize" },
    ],
    [
      "GET",
      "/api/v1/namespaces/a/pods/b/log",
      false,
      { ...resource, verb: "get", namespace: "a", resource: "pods", name: "b", subresource: "log" },
    ],
    [
      "POST",
      "/api/v1/namespaces/a/services/http:web:80/proxy/x/y%20z/",
      false,
      {
        ...resource,
        verb: "create",
        namespace: "a",
        resource: "services",
        name: "http:web:80",
        subresource: "proxy",
        rest: "x/y%20z",
      },
    ],
    [
      "DELETE",
      "/apis/apps/v1/namespaces/a/deployments",
      false,
      { ...resource, verb: "deletecollection", group: "apps", namespace: "a", resource: "deployments" },
    ],
    [
      "PATCH",
      "/apis/apps/v1/namespaces/a/deployments/web/scale",
      false,
      {
        ...resource,
        verb: "patch",
        group: "apps",
        namespace: "a",
        resource: "deployments",
        name: "web",
        subresource: "scale",
      },
    ],
  ] as const)("%s %s", (method, path, watching, expected) => {
    expect(requestInfo(method, path, watching)).toEqual(expected);
  });

  test.each([
    "/",
    "/version",
    "/api",
    "/api/v1",
    "/apis",
    "/apis/apps",
    "/apis/apps/v1",
    "/openapi/v3",
    "/api/v1/pods/%zz",
  ])("%s is not a resource", (path) => {
    expect(requestInfo("GET", path, false).type).toBe("path");
  });

  test.each([
    "/api/v1/namespaces/%2e%2e%2fother/configmaps",
    "/api/v1/namespaces/a/configmaps/..",
    "/api/v1/nodes/a%2Fb",
  ])("%s is no resource's path: no name leads elsewhere", (path) => {
    expect(requestInfo("GET", path, false)).toEqual({ type: "path", verb: "get", path });
  });

  test("OPTIONS is for what is behind a proxy", () => {
    const proxied = "/api/v1/namespaces/a/pods/p/proxy/method";
    expect(requestInfo("OPTIONS", proxied, false)).toMatchObject({ type: "resource", verb: "get", rest: "method" });
    expect(requestInfo("OPTIONS", "/api/v1/namespaces/a/pods/p", false).type).toBe("path");
  });
});
