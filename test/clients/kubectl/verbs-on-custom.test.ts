// kubectl's verbs on a custom kind.
import { beforeAll, expect, inject } from "vitest";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import { clientStory } from "../harness/client-story.ts";
import { widgetDefinition } from "../harness/widget-definition.ts";
import { widget, widgetGroup } from "./subjects.ts";
import { verbsOn } from "./verbs.ts";

beforeAll(async () => {
  const { apply, kubectl } = toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" });
  await apply(JSON.stringify(widgetDefinition(widgetGroup)));
  await kubectl("wait", `crd/widgets.${widgetGroup}`, "--for=condition=Established", "--timeout=10s");
});

verbsOn(widget);

clientStory("fields that a definition names are selectable", async ({ tools }) => {
  await tools.apply(JSON.stringify(widget.manifest("small", 1)));
  const large = {
    apiVersion: `${widgetGroup}/v1`,
    kind: "Widget",
    metadata: { name: "large" },
    spec: { size: "large" },
  };
  await tools.apply(JSON.stringify(large));
  const selected = await tools.kubectl("get", widget.resource, "--field-selector=spec.size=large", "-o", "name");
  expect(selected).toBe(`widget.${widgetGroup}/large\n`);
});

clientStory("columns are the definition's, the wide one with -o wide", async ({ tools }) => {
  await tools.apply(JSON.stringify(widget.manifest("one", 3)));
  expect(await tools.kubectl("get", widget.resource)).toMatch(/^NAME +SIZE +REPLICAS\none +small +3\n$/);
  expect(await tools.kubectl("get", widget.resource, "-o", "wide")).toMatch(/REPLICAS +NOTE\none +small +3 +made\n$/);
});

clientStory("a list with keys is merged by them when it is applied", async ({ tools }) => {
  const withParts = (...parts: object[]) =>
    JSON.stringify({
      apiVersion: `${widgetGroup}/v1`,
      kind: "Widget",
      metadata: { name: "listed" },
      spec: { parts },
    });
  await tools.apply(withParts({ name: "a", count: 1 }), "--server-side", "--field-manager=first");
  await tools.apply(withParts({ name: "b", count: 2 }), "--server-side", "--field-manager=second");
  const { stdout, code } = await tools.tryKubectl(
    "get",
    `${widget.resource}/listed`,
    "-o",
    "jsonpath={range .spec.parts[*]}{.name}={.count} {end}",
  );
  expect([code, stdout]).toEqual([0, "a=1 b=2 "]);
});
