import { describe, expect, test } from "vitest";
import { parseImage } from "./image-reference.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("image names", () => {
  test.each([
    ["busybox", "busybox:latest", "busybox", "docker.io", "library/busybox", "latest", undefined],
    ["team/app:1.2", "team/app:1.2", "team/app", "docker.io", "team/app", "1.2", undefined],
    ["docker.io/nginx", "docker.io/nginx:latest", "docker.io/nginx", "docker.io", "library/nginx", "latest", undefined],
    ["localhost/app", "localhost/app:latest", "localhost/app", "localhost", "app", "latest", undefined],
    ["localhost:5000/a/b:v1", "localhost:5000/a/b:v1", "localhost:5000/a/b", "localhost:5000", "a/b", "v1", undefined],
    ["ghcr.io/o/app", "ghcr.io/o/app:latest", "ghcr.io/o/app", "ghcr.io", "o/app", "latest", undefined],
    [`nginx@${digest}`, `nginx@${digest}`, "nginx", "docker.io", "library/nginx", undefined, digest],
    [`nginx:1@${digest}`, `nginx:1@${digest}`, "nginx", "docker.io", "library/nginx", "1", digest],
    ["[::1]:5000/app:x", "[::1]:5000/app:x", "[::1]:5000/app", "[::1]:5000", "app", "x", undefined],
  ])("%s is %s", (image, name, repository, domain, path, tag, digestPart) => {
    const reference = { name, repository, domain, path, tag, digest: digestPart };
    expect(parseImage(image)).toEqual({ type: "parsed", reference });
  });

  test.each([
    ["", "invalid reference format"],
    ["a b", "invalid reference format"],
    ["nginx:", "invalid reference format"],
    ["nginx:-x", "invalid reference format"],
    ["nginx@sha256:short", "invalid reference format"],
    ["https://example.com/app", "invalid reference format"],
    ["team/App", "repository name (team/App) must be lowercase"],
    ["INVALID-Image", "repository name (library/INVALID-Image) must be lowercase"],
  ])("%j is refused: %s", (image, message) => {
    expect(parseImage(image)).toEqual({ type: "invalid", message });
  });
});
