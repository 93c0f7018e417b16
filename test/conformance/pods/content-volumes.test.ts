// Config maps and secrets as files, plain and projected.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { makeNamespace } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";
import { once, pausing, script } from "./harness/containers.ts";
import {
  type Content,
  changeContent,
  configMapContents,
  type Mounting,
  makeContent,
  secretContents,
} from "./harness/content.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";

const data = { "data-1": "value-1\n", "data-2": "value-2\n" };
/** Kubelets look for changes about once a minute. */
const updateWithinMs = 100_000;

interface Reading {
  readonly name: string;
  readonly mounting?: Mounting;
  readonly file?: string;
  readonly securityContext?: object;
  /** Mode, owner and group of the file, and what is in it. */
  readonly says: string;
}

const mapped = (mode?: number) => ({
  items: [{ key: "data-2", path: "path/to/data-2", ...(mode === undefined ? {} : { mode }) }],
});
const inMappings = { file: "path/to/data-2" };
const nonRoot = { runAsUser: 1000 };

const ofConfigMaps: readonly Reading[] = [
  { name: " [NodeConformance]", says: "644 0 0 value-1" },
  { name: " as non-root [NodeConformance]", securityContext: nonRoot, says: "644 0 0 value-1" },
  {
    name: " with defaultMode set [LinuxOnly] [NodeConformance]",
    mounting: { defaultMode: 0o400 },
    says: "400 0 0 value-1",
  },
  { name: " with mappings [NodeConformance]", mounting: mapped(), ...inMappings, says: "644 0 0 value-2" },
  {
    name: " with mappings as non-root [NodeConformance]",
    mounting: mapped(),
    ...inMappings,
    securityContext: nonRoot,
    says: "644 0 0 value-2",
  },
  {
    name: " with mappings and Item mode set [LinuxOnly] [NodeConformance]",
    mounting: mapped(0o400),
    ...inMappings,
    says: "400 0 0 value-2",
  },
];

const ofSecrets: readonly Reading[] = [
  { name: " [NodeConformance]", says: "644 0 0 value-1" },
  {
    name: " with defaultMode set [LinuxOnly] [NodeConformance]",
    mounting: { defaultMode: 0o400 },
    says: "400 0 0 value-1",
  },
  {
    name: " as non-root with defaultMode and fsGroup set [LinuxOnly] [NodeConformance]",
    mounting: { defaultMode: 0o440 },
    securityContext: { runAsUser: 1000, fsGroup: 1001 },
    says: "440 0 1001 value-1",
  },
  { name: " with mappings [NodeConformance]", mounting: mapped(), ...inMappings, says: "644 0 0 value-2" },
  {
    name: " with mappings and Item Mode set [LinuxOnly] [NodeConformance]",
    mounting: mapped(0o400),
    ...inMappings,
    says: "400 0 0 value-2",
  },
];

function reads(content: Content, { name, mounting, file = "data-1", securityContext = {}, says }: Reading): void {
  podConformance(
    `${content.title} should be consumable from pods in volume${name} [Conformance]`,
    async ({ api, namespace, pods }) => {
      await makeContent(api, namespace, content, "content", data);
      const volumes = [{ name: "content", ...content.source("content", mounting) }];
      const path = `/content/${file}`;
      const container = script(`stat -L -c '%a %u %g' ${path} && cat ${path}`, {
        volumeMounts: [{ name: "content", mountPath: "/content" }],
      });
      const text = await pods.output({ spec: once(container, { volumes, securityContext }) });
      expect(text.split("\n").join(" ").trim()).toBe(says);
    },
  );
}

function severalVolumes(content: Content, name: string): void {
  podConformance(`${content.title} ${name} [NodeConformance] [Conformance]`, async ({ api, namespace, pods }) => {
    await makeContent(api, namespace, content, "content", data);
    const volumes = ["one", "two"].map((volume) => ({ name: volume, ...content.source("content") }));
    const volumeMounts = volumes.map((volume) => ({ name: volume.name, mountPath: `/${volume.name}` }));
    const container = script("cat /one/data-1 /two/data-1", { volumeMounts });
    expect(await pods.output({ spec: once(container, { volumes }) })).toBe("value-1\nvalue-1\n");
  });
}

/** A pod that holds these volumes, each at /NAME. */
async function holding(pods: Pods, sources: Readonly<Record<string, object>>): Promise<string> {
  const volumes = Object.entries(sources).map(([name, source]) => ({ name, ...source }));
  const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }));
  return (await pods.run({ spec: { containers: [pausing({ volumeMounts })], volumes } })).metadata.name;
}

async function untilFile(pods: Pods, pod: string, path: string, text: string | undefined): Promise<void> {
  await until(async () => {
    const { stdout, code } = await pods.exec(pod, ["sh", "-c", `sleep 1; cat ${path}`]);
    return text === undefined ? code !== 0 : stdout.trim() === text;
  }, updateWithinMs);
}

function optionalUpdates(content: Content): void {
  podConformance(
    `${content.title} optional updates should be reflected in volume [NodeConformance] [Conformance]`,
    async ({ api, namespace, pods }) => {
      const optional = { optional: true };
      for (const name of ["deleted", "updated"]) await makeContent(api, namespace, content, name, data);
      const names = ["deleted", "updated", "created"];
      const sources = names.map((name) => [name, content.source(name, optional)] as const);
      const pod = await holding(pods, Object.fromEntries(sources));
      expect(await pods.shell(pod, "cat /deleted/data-1 /updated/data-1; ls /created")).toBe("value-1\nvalue-1");
      await api.delete(`/api/v1/namespaces/${namespace}/${content.resource}/deleted`);
      await changeContent(api, namespace, content, "updated", { "data-3": "value-3" });
      await makeContent(api, namespace, content, "created", data);
      await untilFile(pods, pod, "/created/data-1", "value-1");
      await untilFile(pods, pod, "/updated/data-3", "value-3");
      await untilFile(pods, pod, "/deleted/data-1", undefined);
    },
  );
}

function updates(content: Content): void {
  podConformance(
    `${content.title} updates should be reflected in volume [NodeConformance] [Conformance]`,
    async ({ api, namespace, pods }) => {
      await makeContent(api, namespace, content, "content", data);
      const pod = await holding(pods, { content: content.source("content") });
      expect(await pods.shell(pod, "cat /content/data-1")).toBe("value-1");
      await changeContent(api, namespace, content, "content", { "data-1": "value-2" });
      await untilFile(pods, pod, "/content/data-1", "value-2");
    },
  );
}

for (const content of configMapContents) {
  for (const reading of ofConfigMaps) reads(content, reading);
  severalVolumes(content, "should be consumable in multiple volumes in the same pod");
  updates(content);
  optionalUpdates(content);
}
for (const content of secretContents) {
  for (const reading of ofSecrets) reads(content, reading);
  severalVolumes(content, "should be consumable in multiple volumes in a pod");
  optionalUpdates(content);
}

podConformance(
  "[sig-storage] ConfigMap binary data should be reflected in volume [NodeConformance] [Conformance]",
  async ({ api, namespace, pods }) => {
    const bytes = Buffer.from([0xde, 0xca, 0xfe, 0xba, 0xd0, 0xfe, 0xff]);
    const binaryData = { dump: bytes.toString("base64") };
    await api.create(`/api/v1/namespaces/${namespace}/configmaps`, {
      metadata: { name: "content" },
      data: { text: "value-1" },
      binaryData,
    });
    const volumes = [{ name: "content", configMap: { name: "content" } }];
    const container = script("cat /content/text; echo; /bin/busybox hexdump -v -e '1/1 \"%02x\"' /content/dump", {
      volumeMounts: [{ name: "content", mountPath: "/content" }],
    });
    expect(await pods.output({ spec: once(container, { volumes }) })).toBe("value-1\ndecafebad0feff");
  },
);

podConformance(
  "[sig-storage] Secrets should be able to mount in a volume regardless of a different secret existing with same name in different namespace [NodeConformance] [Conformance]",
  async ({ api, namespace, pods }) => {
    const [secret] = secretContents as [Content];
    await elsewhere(api, async (other) => {
      await makeContent(api, other, secret, "content", { "data-1": "of another" });
      await makeContent(api, namespace, secret, "content", data);
      const volumes = [{ name: "content", ...secret.source("content") }];
      const volumeMounts = [{ name: "content", mountPath: "/content" }];
      const container = script("cat /content/data-1", { volumeMounts });
      expect(await pods.output({ spec: once(container, { volumes }) })).toBe("value-1\n");
    });
  },
);

/** With a second namespace. */
async function elsewhere(api: Api, body: (namespace: string) => Promise<void>): Promise<void> {
  const name = randomName("conformance");
  await makeNamespace(api, name);
  await body(name).finally(() => api.send("DELETE", `/api/v1/namespaces/${name}`));
}

podConformance(
  "[sig-storage] Projected combined should project all components that make up the projection API [Projection] [NodeConformance] [Conformance]",
  async ({ api, namespace, pods }) => {
    await makeContent(api, namespace, { resource: "configmaps" }, "config", { data: "configmap-value" });
    await makeContent(api, namespace, { resource: "secrets" }, "secret", { data: "secret-value" });
    const items = [{ path: "podname", fieldRef: { fieldPath: "metadata.name" } }];
    const sources = [
      { configMap: { name: "config", items: [{ key: "data", path: "configmap-data" }] } },
      { secret: { name: "secret", items: [{ key: "data", path: "secret-data" }] } },
      { downwardAPI: { items } },
    ];
    const volumes = [{ name: "all", projected: { sources } }];
    const container = script("cd /all; for file in podname secret-data configmap-data; do cat $file; echo; done", {
      volumeMounts: [{ name: "all", mountPath: "/all" }],
    });
    const text = await pods.output({ name: "combined", spec: once(container, { volumes }) });
    expect(text).toBe("combined\nsecret-value\nconfigmap-value\n");
  },
);
