// The agent's Node is the one that npm runs on, and without npm the one that we run on.
import { expect, test } from "vitest";
import { hostNode } from "./host-node.ts";

test("npm's Node, which is the host's own", () => {
  expect(hostNode({ npm_node_execpath: "/usr/bin/node" }, "/modules/node")).toBe("/usr/bin/node");
});

test("without npm, this program's Node", () => {
  expect(hostNode({}, "/modules/node")).toBe("/modules/node");
});
