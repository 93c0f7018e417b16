// A chart with hooks: installed, upgraded, rolled back, uninstalled.
import { join } from "node:path";
import { expect } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { nextEchoImage } from "../harness/images.ts";
import { story } from "../harness/story.ts";

const chart = join(import.meta.dirname, "../fixtures/chart");
const waiting = ["--wait", "--timeout", "90s"];

story("helm installs, upgrades, rolls back and uninstalls", async ({ tools }) => {
  const image = () => tools.kubectl("get", "deployment", "hello", "-o", "jsonpath={..containers[0].image}");
  await tools.helm("install", "hello", chart, "--server-side=false", ...waiting);
  expect(await tools.kubectl("logs", "hello-pre-install")).toBe("pre-install of greeter\n");
  expect(await tools.kubectl("get", "deployment", "hello", "-o", "jsonpath={.status.readyReplicas}")).toBe("1");

  const values = ["--set", `image=${nextEchoImage}`, "--set", "replicas=2"];
  await tools.helm("upgrade", "hello", chart, "--server-side=false", ...values, ...waiting);
  expect(await tools.kubectl("logs", "hello-post-upgrade")).toBe("post-upgrade of greeter\n");
  expect(await image()).toBe(nextEchoImage);
  expect(JSON.parse(await tools.helm("history", "hello", "-o", "json"))).toHaveLength(2);

  await tools.helm("rollback", "hello", "1", "--server-side=false", ...waiting);
  expect(await image()).toBe("skerry-test/echo:1");

  await tools.helm("uninstall", "hello", ...waiting);
  expect(await tools.kubectl("get", "deployments,services", "-o", "name")).toBe("");
  await eventually(async () => {
    const left = await tools.kubectl("get", "pods", "-l", "app=hello", "-o", "name");
    expect(left).toBe("");
  });
});
