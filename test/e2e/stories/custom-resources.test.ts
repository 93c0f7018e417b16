// A custom resource's life: defined, explained, applied from both sides, shown, scaled, refused, and gone with its definition.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { checkout } from "../harness/checkout.ts";
import { eventually } from "../harness/eventually.ts";
import { story } from "../harness/story.ts";

const definition = join(checkout, "test/e2e/fixtures/crontab-definition.yaml");
const name = "crontabs.stories.example.com";

function cronTab(namespace: string, spec: object): string {
  const file = join(inject("dataDir"), `${namespace}-crontab.json`);
  const metadata = { name: "tab" };
  writeFileSync(file, JSON.stringify({ apiVersion: "stories.example.com/v1", kind: "CronTab", metadata, spec }));
  return file;
}

story("a custom resource", async ({ tools, namespace }) => {
  await tools.kubectl("apply", "-f", definition);
  await tools.kubectl("wait", `crd/${name}`, "--for=condition=Established", "--timeout=5s");
  expect(await tools.kubectl("api-resources", "--api-group=stories.example.com")).toContain("CronTab");
  expect(await tools.kubectl("explain", "crontab.spec")).toContain("What is wanted of the table.");

  const file = cronTab(namespace, { schedule: "daily" });
  await tools.kubectl("apply", "-f", file);
  expect(await tools.kubectl("get", name, "tab", "-o", "jsonpath={.spec.image} {.metadata.generation}")).toBe(
    "busybox 1",
  );
  const [head, row] = (await tools.kubectl("get", "crontabs.stories.example.com")).split("\n");
  expect(head).toMatch(/^NAME +SCHEDULE +REPLICAS/);
  expect(row).toMatch(/^tab +daily +1/);
  // The second time kubectl makes a patch, of a kind that the OpenAPI documents offer.
  await tools.kubectl("apply", "-f", cronTab(namespace, { schedule: "weekly" }));
  expect(await tools.kubectl("get", name, "tab", "-o", "jsonpath={.spec.schedule}")).toBe("weekly");
  await tools.kubectl("apply", "--server-side", "--force-conflicts", "-f", cronTab(namespace, { schedule: "always" }));
  await tools.kubectl("scale", `${name}/tab`, "--replicas=3");
  expect(await tools.kubectl("get", name, "tab", "-o", "jsonpath={.spec.schedule} {.spec.replicas}")).toBe("always 3");

  const refused = await tools.tryKubectl("patch", name, "tab", "--type=merge", "-p", '{"spec":{"replicas":11}}');
  expect(refused.code).toBe(1);
  const unknown = await tools.tryKubectl("apply", "-f", cronTab(namespace, { schedule: "daily", odd: 1 }));
  expect(unknown.code).toBe(1);

  await tools.kubectl("delete", "crd", name, "--timeout=20s");
  await eventually(async () => expect((await tools.tryKubectl("get", name)).code).toBe(1), 5_000);
});
