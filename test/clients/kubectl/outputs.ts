// Every way that `kubectl get` prints, and `describe` and `explain`, on any kind with `.spec.replicas`.
import { expect } from "vitest";
import { parse } from "yaml";
import { clientStory } from "../harness/client-story.ts";
import type { Subject } from "./subjects.ts";

interface Managed {
  readonly metadata: { readonly managedFields: readonly unknown[] };
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Declares the tests. */
export function outputsOf(subject: Subject): void {
  const { resource, printed, manifest } = subject;

  clientStory("get in machine-readable forms", async ({ tools, file }) => {
    await tools.apply(JSON.stringify(manifest("one", 2)));
    const get = (...output: string[]) => tools.kubectl("get", resource, "one", ...output);
    expect(await get("-o", "name")).toBe(`${printed}/one\n`);
    const json = JSON.parse(await get("-o", "json")) as Named;
    expect(json).toMatchObject({ ...manifest("one", 2), metadata: { name: "one" } });
    expect(json.metadata).not.toHaveProperty("managedFields");
    expect(parse(await get("-o", "yaml"))).toEqual(json);
    expect(await get("-o", "kyaml")).toContain('name: "one",\n');
    expect(await get("-o", "jsonpath={.metadata.name} {.spec.replicas}")).toBe("one 2");
    expect(JSON.parse(await get("-o", "jsonpath-as-json={.metadata.name}"))).toEqual(["one"]);
    expect(await get("-o", "go-template={{.metadata.name}} {{.spec.replicas}}")).toBe("one 2");
    expect(await get("-o", `go-template-file=${file("template", "{{.kind}}")}`)).toBe(json.kind);
    expect(await get("-o", `jsonpath-file=${file("path", "{.kind}")}`)).toBe(json.kind);
    expect(await get("-o", "custom-columns=WHO:.metadata.name,NONE:.nothing")).toBe("WHO   NONE\none   <none>\n");
    const managed = parse(await get("-o", "yaml", "--show-managed-fields")) as Managed;
    expect(managed.metadata.managedFields).toContainEqual(expect.objectContaining({ operation: "Update" }));
  });

  clientStory("get in tables: sorted, chunked, labelled", async ({ tools }) => {
    for (const [name, replicas] of [
      ["one", 3],
      ["two", 1],
      ["three", 2],
    ] as const) {
      await tools.apply(JSON.stringify(manifest(name, replicas)));
    }
    const rows = async (...parameters: string[]) =>
      (await tools.kubectl("get", resource, "--no-headers", ...parameters)).trim().split("\n");
    const names = async (...parameters: string[]) => (await rows(...parameters)).map((row) => row.split(/\s+/)[0]);
    expect(await names()).toEqual(["one", "three", "two"]);
    expect(await names("--sort-by=.spec.replicas")).toEqual(["two", "three", "one"]);
    expect(await names("--chunk-size=2")).toEqual(["one", "three", "two"]);
    expect(await names("--field-selector=metadata.name=two")).toEqual(["two"]);
    expect(await names("--field-selector=metadata.name!=two", "-o", "wide")).toEqual(["one", "three"]);
    expect((await rows("--show-labels"))[0]).toMatch(/ story=verbs$/);
    expect((await rows("-L", "story", "--show-kind"))[0]).toMatch(new RegExp(`^${printed}/one .* verbs$`));
    const head = (await tools.kubectl("get", resource, "-L", "story")).split("\n")[0];
    expect(head).toMatch(/^NAME .* STORY$/);
    const nothing = await tools.tryKubectl("get", resource, "-l", "story=other");
    expect(nothing).toMatchObject({ code: 0, stdout: "" });
    expect(nothing.stderr).toMatch(/^No resources found in /);
    const unknown = await tools.tryKubectl("get", resource, "--field-selector=spec.odd=1");
    expect(unknown.stderr).toMatch(/field label not supported: spec.odd|"spec.odd" is not a known field selector/);
    expect((await tools.tryKubectl("get", resource, "four")).stderr).toMatch(/^Error from server \(NotFound\)/);
  });

  clientStory("get -w shows changes as they come", async ({ tools }) => {
    await tools.apply(JSON.stringify(manifest("one", 0)));
    const until = "--request-timeout=3s";
    const watching = tools.tryKubectl("get", resource, "-w", "--output-watch-events", until);
    await tools.apply(JSON.stringify(manifest("two", 0)));
    await tools.kubectl("delete", resource, "one");
    const { stdout } = await watching;
    expect(stdout).toMatch(/^EVENT +NAME /);
    for (const event of [/^ADDED +one /m, /^ADDED +two /m, /^DELETED +one /m]) expect(stdout).toMatch(event);
  });

  clientStory("describe and explain", async ({ tools, namespace }) => {
    await tools.apply(JSON.stringify(manifest("one", 1)));
    const described = await tools.kubectl("describe", resource, "one");
    expect(described).toMatch(/^Name: +one\nNamespace: +/);
    expect(described).toContain(namespace);
    expect(described).toContain("story=verbs");
    const explained = await tools.kubectl("explain", `${resource}.spec.replicas`);
    expect(explained).toMatch(/^FIELD: replicas <integer>$/m);
    expect(await tools.kubectl("explain", resource, "--recursive")).toMatch(
      /^ {2}spec\t<.*>[\s\S]*^ {4}replicas\t<integer>$/m,
    );
    const old = await tools.kubectl("explain", `${resource}.spec.replicas`, "--output=plaintext-openapiv2");
    expect(old).toMatch(/^FIELD: +replicas <integer>$/m);
    const unknown = await tools.tryKubectl("explain", `${resource}.spec.odd`);
    expect(unknown.stderr).toContain('field "odd" does not exist');
  });
}
