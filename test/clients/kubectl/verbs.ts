// What every verb of kubectl must do on any kind with `.spec.replicas` and the subresources status and scale.
import { describe, expect } from "vitest";
import { clientStory } from "../harness/client-story.ts";
import { replacingEditor } from "../harness/editor.ts";
import { outputsOf } from "./outputs.ts";
import type { Subject } from "./subjects.ts";

const replicas = "jsonpath={.spec.replicas}";

/** Declares the tests. */
export function verbsOn(subject: Subject): void {
  describe(subject.resource, () => {
    declaring(subject);
    changing(subject);
    replacing(subject);
    metadata(subject);
    waiting(subject);
    deleting(subject);
    outputsOf(subject);
  });
}

function declaring({ resource, printed, manifest }: Subject): void {
  clientStory("create, apply and diff", async ({ tools, file }) => {
    const one = file("one.json", manifest("one", 1));
    expect(await tools.kubectl("create", "-f", one)).toBe(`${printed}/one created\n`);
    const again = await tools.tryKubectl("create", "-f", one);
    expect(again.stderr).toMatch(/^Error from server \(AlreadyExists\): .*"one" already exists/);

    const two = file("two.json", manifest("two", 1));
    expect(await tools.kubectl("apply", "-f", two)).toBe(`${printed}/two created\n`);
    expect(await tools.kubectl("apply", "-f", two)).toBe(`${printed}/two unchanged\n`);
    file("two.json", manifest("two", 3));
    const diff = await tools.tryKubectl("diff", "-f", two);
    expect(diff.code).toBe(1);
    expect(diff.stdout).toMatch(/^-\s+replicas: 1$/m);
    expect(diff.stdout).toMatch(/^\+\s+replicas: 3$/m);
    expect(await tools.kubectl("apply", "-f", two)).toBe(`${printed}/two configured\n`);
    expect((await tools.tryKubectl("diff", "-f", two)).code).toBe(0);
    expect(await tools.kubectl("apply", "view-last-applied", resource, "two")).toContain("replicas: 3\n");
    expect(await tools.kubectl("get", resource, "two", "-o", replicas)).toBe("3");
  });

  clientStory("apply on the server, with a conflict", async ({ tools, file }) => {
    const one = file("one.json", manifest("one", 1));
    const serverSide = ["apply", "-f", one, "--server-side"];
    expect(await tools.kubectl(...serverSide)).toBe(`${printed}/one serverside-applied\n`);
    file("one.json", manifest("one", 2));
    const refused = await tools.tryKubectl(...serverSide, "--field-manager=other");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/Apply failed with 1 conflict: conflict with "kubectl".*: \.spec\.replicas/);
    await tools.kubectl(...serverSide, "--field-manager=other", "--force-conflicts");
    expect(await tools.kubectl("get", resource, "one", "-o", replicas)).toBe("2");
    const managers = "jsonpath={range .metadata.managedFields[*]}{.manager}/{.operation} {end}";
    const shown = await tools.kubectl("get", resource, "one", "--show-managed-fields", "-o", managers);
    expect(shown).toContain("kubectl/Apply other/Apply");
  });

  clientStory("apply prunes what is no longer declared", async ({ tools, file, folder, kubectlWith }) => {
    file("one.json", manifest("one", 1));
    const set = ["apply", "-f", folder, "--server-side", "--prune", "--applyset=mine"];
    const environment = { KUBECTL_APPLYSET: "true" };
    expect((await kubectlWith({ environment }, ...set)).stdout).toBe(`${printed}/one serverside-applied\n`);
    file("one.json", manifest("two", 1));
    const pruned = await kubectlWith({ environment }, ...set);
    expect(pruned.stdout).toBe(`${printed}/two serverside-applied\n${printed}/one pruned\n`);
    expect(await tools.kubectl("get", resource, "-o", "name")).toBe(`${printed}/two\n`);
  });
}

function changing({ resource, printed, manifest, takesStrategicPatches }: Subject): void {
  clientStory("edit", async ({ tools, kubectlWith }) => {
    await tools.apply(JSON.stringify(manifest("one", 1)));
    const edit = (from: string, to: string) =>
      kubectlWith({ environment: { KUBE_EDITOR: replacingEditor(from, to) } }, "edit", resource, "one");
    expect((await edit("replicas: 1$", "replicas: 4")).stdout).toBe(`${printed}/one edited\n`);
    expect(await tools.kubectl("get", resource, "one", "-o", replicas)).toBe("4");
    expect((await edit("replicas: 9$", "replicas: 8")).stderr).toBe("Edit cancelled, no changes made.\n");
    const wrong = await edit("replicas: 4$", "replicas: -4");
    // kubectl shows the reason in the editor, and our editor changes nothing in it any more.
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('"one" is invalid\n')]);
  });

  clientStory("patch in every type", async ({ tools }) => {
    await tools.apply(JSON.stringify(manifest("one", 1)));
    const patch = (type: string, body: unknown, ...more: string[]) =>
      tools.tryKubectl("patch", resource, "one", `--type=${type}`, "-p", JSON.stringify(body), ...more);
    const done = { code: 0, stdout: `${printed}/one patched\n` };
    expect(await patch("json", [{ op: "replace", path: "/spec/replicas", value: 2 }])).toMatchObject(done);
    expect(await patch("merge", { spec: { replicas: 3 } })).toMatchObject(done);
    expect(await patch("merge", {})).toMatchObject({ stdout: `${printed}/one patched (no change)\n` });
    const strategic = await patch("strategic", { spec: { replicas: 4 } });
    if (takesStrategicPatches) expect(strategic).toMatchObject(done);
    else expect(strategic.stderr).toContain("strategic-merge-patch+json is not supported");
    const wanted = takesStrategicPatches ? "4" : "3";
    expect(await tools.kubectl("get", resource, "one", "-o", replicas)).toBe(wanted);
    const failing = await patch("json", [{ op: "test", path: "/spec/replicas", value: 9 }]);
    expect([failing.code, failing.stderr]).toEqual([1, expect.stringContaining("testing value /spec/replicas failed")]);
    const negative = await patch("merge", { spec: { replicas: -1 } });
    expect(negative.stderr).toMatch(
      /"one" is invalid: [\s*]*spec.replicas: Invalid value: -1: .*greater than or equal to 0$/m,
    );
  });

  clientStory("patch and scale through subresources", async ({ tools }) => {
    await tools.apply(JSON.stringify(manifest("one", 1)));
    const conditions = [{ type: "Tested", status: "True" }];
    const status = JSON.stringify({ spec: { replicas: 9 }, status: { conditions } });
    const merge = ["patch", resource, "one", "--type=merge"];
    await tools.kubectl(...merge, "--subresource=status", "-p", status);
    const scaled = await tools.kubectl(...merge, "--subresource=scale", "-p", '{"spec":{"replicas":2}}');
    expect(scaled).toMatch(/patched\n$/);
    const after = await tools.kubectl("get", resource, "one", "-o", "jsonpath={.spec.replicas}");
    expect(after).toBe("2");
    expect(await tools.kubectl("scale", `${resource}/one`, "--replicas=5")).toBe(`${printed}/one scaled\n`);
    const unexpected = await tools.tryKubectl("scale", `${resource}/one`, "--replicas=6", "--current-replicas=1");
    expect(unexpected.stderr).toBe("error: Expected replicas to be 1, was 5\n");
    const scale = await tools.kubectl(
      "get",
      resource,
      "one",
      "--subresource=scale",
      "-o",
      "jsonpath={.kind} {.spec.replicas}",
    );
    expect(scale).toBe("Scale 5");
    await tools.kubectl("autoscale", `${resource}/one`, "--min=1", "--max=4");
    expect(await tools.kubectl("get", "hpa", "one", "--no-headers")).toMatch(
      /^one +\w+\/one +cpu: <unknown>\/80% +1 +4 /,
    );
  });
}

function replacing({ resource, printed, manifest }: Subject): void {
  clientStory("replace", async ({ tools, file }) => {
    const one = file("one.json", manifest("one", 1));
    expect((await tools.tryKubectl("replace", "-f", one)).stderr).toContain("(NotFound)");
    await tools.kubectl("create", "-f", one);
    const uid = () => tools.kubectl("get", resource, "one", "-o", "jsonpath={.metadata.uid}");
    const before = await uid();
    file("one.json", manifest("one", 2));
    expect(await tools.kubectl("replace", "-f", one)).toBe(`${printed}/one replaced\n`);
    expect(await uid()).toBe(before);
    const stale = { ...manifest("one", 3), metadata: { name: "one", resourceVersion: "1" } };
    const refused = await tools.tryKubectl("replace", "-f", file("stale.json", stale));
    expect(refused.stderr).toMatch(
      /\(Conflict\).*the object has been modified; please apply your changes to the latest/,
    );
    const forced = await tools.kubectl("replace", "--force", "-f", one);
    expect(forced).toMatch(new RegExp(`"one" deleted.*\\n${printed}/one replaced\\n$`));
    expect(await uid()).not.toBe(before);
  });
}

function metadata({ resource, printed, manifest }: Subject): void {
  clientStory("label and annotate", async ({ tools }) => {
    await tools.apply(JSON.stringify(manifest("one", 1)));
    const one = `${resource}/one`;
    expect(await tools.kubectl("label", one, "tier=front")).toBe(`${printed}/one labeled\n`);
    const taken = await tools.tryKubectl("label", one, "tier=back");
    expect(taken.stderr).toBe("error: 'tier' already has a value (front), and --overwrite is false\n");
    await tools.kubectl("label", one, "tier=back", "--overwrite");
    expect(await tools.kubectl("get", resource, "-l", "tier in (back),!other", "-o", "name")).toBe(`${printed}/one\n`);
    const listed = await tools.kubectl("label", one, "--list");
    expect(listed.trim().split("\n").sort()).toEqual(["story=verbs", "tier=back"]);
    expect(await tools.kubectl("label", one, "tier-")).toBe(`${printed}/one unlabeled\n`);
    const invalid = await tools.tryKubectl("label", one, "tier=not/valid");
    expect(invalid.stderr).toContain('invalid label value: "tier=not/valid"');
    expect(await tools.kubectl("annotate", one, "note=kept")).toBe(`${printed}/one annotated\n`);
    expect(await tools.kubectl("get", one, "-o", "jsonpath={.metadata.annotations.note}")).toBe("kept");
    await tools.kubectl("annotate", resource, "--all", "note-");
    expect(await tools.kubectl("get", one, "-o", "jsonpath={.metadata.annotations.note}")).toBe("");
  });
}

function waiting({ resource, printed, manifest }: Subject): void {
  clientStory("wait for a condition, a field, a deletion", async ({ tools }) => {
    await tools.apply(JSON.stringify(manifest("one", 1)));
    const one = `${resource}/one`;
    const wait = (wanted: string) => tools.tryKubectl("wait", one, `--for=${wanted}`, "--timeout=10s");
    const met = { code: 0, stdout: `${printed}/one condition met\n` };
    expect(await wait("jsonpath={.spec.replicas}=1")).toMatchObject(met);
    const forStatus = wait("condition=Tested");
    const status = JSON.stringify({ status: { conditions: [{ type: "Tested", status: "True" }] } });
    await tools.kubectl("patch", one, "--subresource=status", "--type=merge", "-p", status);
    expect(await forStatus).toMatchObject(met);
    const late = await tools.tryKubectl("wait", one, "--for=delete", "--timeout=1s");
    expect(late.stderr).toContain(`timed out waiting for the condition on ${resource.split(".")[0]}/one`);
    const forDeletion = wait("delete");
    await tools.kubectl("delete", one);
    expect(await forDeletion).toMatchObject({ code: 0 });
  });
}

function deleting({ resource, printed, manifest }: Subject): void {
  clientStory("delete", async ({ tools, namespace }) => {
    for (const name of ["one", "two", "three", "four"]) await tools.apply(JSON.stringify(manifest(name, 0)));
    const deleted = (name: string) => `${printed} "${name}" deleted from ${namespace} namespace`;
    expect(await tools.kubectl("delete", resource, "one")).toBe(`${deleted("one")}\n`);
    const dry = await tools.kubectl("delete", resource, "two", "--dry-run=server");
    expect(dry).toBe(`${deleted("two")} (server dry run)\n`);
    await tools.kubectl("label", resource, "two", "going=yes");
    expect(await tools.kubectl("delete", resource, "-l", "going=yes")).toBe(`${deleted("two")}\n`);
    expect((await tools.tryKubectl("delete", resource, "one")).stderr).toContain("(NotFound)");
    expect(await tools.kubectl("delete", resource, "one", "--ignore-not-found")).toBe("");
    await tools.kubectl("delete", resource, "--all", "--wait");
    expect(await tools.kubectl("get", resource, "-o", "name")).toBe("");
  });
}
