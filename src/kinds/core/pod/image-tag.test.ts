import { expect, test } from "vitest";
import { defaultPullPolicy, imageTag } from "./image-tag.ts";

test.each([
  ["nginx", "latest"],
  ["nginx:latest", "latest"],
  ["nginx:1.2", "1.2"],
  ["localhost:5000/nginx", "latest"],
  ["localhost:5000/team/nginx:3", "3"],
  [`nginx@sha256:${"a".repeat(64)}`, ""],
  [`nginx:1@sha256:${"a".repeat(64)}`, "1"],
  ["NGINX", ""],
  ["", ""],
])("%s is tagged %j", (image, tag) => {
  expect(imageTag(image)).toBe(tag);
});

test("only what may move is always pulled", () => {
  expect(defaultPullPolicy("nginx")).toBe("Always");
  expect(defaultPullPolicy("nginx:1")).toBe("IfNotPresent");
  expect(defaultPullPolicy(undefined)).toBe("IfNotPresent");
});
