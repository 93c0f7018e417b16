// Parts of volumes, by a path that may be put together from variables.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { once, pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";

const written = "mount-tester new file\n";

/** A file of a volume that is written anew as a whole, at a path of its own, read again and again. */
async function readsSubPath(pods: Pods, source: object, mountPath = "/probe", subPath = "file"): Promise<void> {
  const volumes = [{ name: "it", ...source }];
  const container = script(`for i in 1 2 3; do cat ${mountPath}; sleep 0.2; done`, {
    volumeMounts: [{ name: "it", mountPath, subPath }],
  });
  expect(await pods.output({ spec: once(container, { volumes }) })).toBe(written.repeat(3));
}

function configMap(api: Api, namespace: string): Promise<unknown> {
  const body = { metadata: { name: "content" }, data: { file: written } };
  return api.create(`/api/v1/namespaces/${namespace}/configmaps`, body);
}

const title = "[sig-storage] Subpath Atomic writer volumes should support subpaths with";

podConformance(`${title} configmap pod [Conformance]`, async ({ api, namespace, pods }) => {
  await configMap(api, namespace);
  await readsSubPath(pods, { configMap: { name: "content" } });
});

podConformance(
  `${title} configmap pod with mountPath of existing file [Conformance]`,
  async ({ api, namespace, pods }) => {
    await configMap(api, namespace);
    await readsSubPath(pods, { configMap: { name: "content" } }, "/etc/resolv.conf");
  },
);

podConformance(`${title} secret pod [Conformance]`, async ({ api, namespace, pods }) => {
  const body = { metadata: { name: "content" }, stringData: { file: written } };
  await api.create(`/api/v1/namespaces/${namespace}/secrets`, body);
  await readsSubPath(pods, { secret: { secretName: "content" } });
});

podConformance(`${title} projected pod [Conformance]`, async ({ api, namespace, pods }) => {
  await configMap(api, namespace);
  await readsSubPath(pods, { projected: { sources: [{ configMap: { name: "content" } }] } });
});

podConformance(`${title} downward pod [Conformance]`, async ({ pods }) => {
  const items = [{ path: "downward/file", fieldRef: { fieldPath: "metadata.namespace" } }];
  const volumes = [{ name: "it", downwardAPI: { items } }];
  const container = script("cat /probe", {
    volumeMounts: [{ name: "it", mountPath: "/probe", subPath: "downward/file" }],
  });
  expect(await pods.output({ spec: once(container, { volumes }) })).toMatch(/^conformance-/);
});

const volumes = [{ name: "work", emptyDir: {} }];
const podName = { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } };
const annotation = { name: "PART", valueFrom: { fieldRef: { fieldPath: "metadata.annotations['part']" } } };
const whole = { name: "work", mountPath: "/whole" };
const part = (subPathExpr: string) => ({ name: "work", mountPath: "/part", subPathExpr });

podConformance(
  "[sig-node] Variable Expansion should allow substituting values in a volume subpath [Conformance]",
  async ({ pods }) => {
    const container = script("touch /part/file && ls /whole/$POD_NAME", {
      env: [podName],
      volumeMounts: [part("$(POD_NAME)"), whole],
    });
    expect(await pods.output({ spec: once(container, { volumes }) })).toBe("file\n");
  },
);

const refused = { "with backticks": "..", "with absolute path": "/tmp" };
for (const [name, value] of Object.entries(refused)) {
  podConformance(
    `[sig-node] Variable Expansion should fail substituting values in a volume subpath ${name} [Conformance]`,
    async ({ pods }) => {
      const container = pausing({ env: [{ name: "PART", value }], volumeMounts: [part("$(PART)")] });
      const { metadata } = await pods.create({ spec: once(container, { volumes }) });
      const { status } = await pods.until(
        metadata.name,
        (pod) => pod.status.containerStatuses?.[0].state.waiting?.reason === "CreateContainerConfigError",
      );
      expect(status.phase).toBe("Pending");
    },
  );
}

podConformance(
  "[sig-node] Variable Expansion should verify that a failing subpath expansion can be modified during the lifecycle of a container [Slow] [Conformance]",
  async ({ api, pods }) => {
    const container = pausing({ env: [annotation], volumeMounts: [part("$(PART)"), whole] });
    const annotations = { another: "mypath" };
    const { metadata } = await pods.create({ annotations, spec: { containers: [container], volumes } });
    await pods.until(
      metadata.name,
      (pod) => pod.status.containerStatuses?.[0].state.waiting?.reason === "CreateContainerConfigError",
    );
    await api.patch(pods.path(metadata.name), { metadata: { annotations: { part: "mypath" } } });
    await pods.ready(metadata.name);
    expect(await pods.shell(metadata.name, "ls /whole")).toBe("mypath");
  },
);

podConformance(
  "[sig-node] Variable Expansion should succeed in writing subpaths in container [Conformance]",
  async ({ api, pods }) => {
    const container = pausing({ env: [annotation], volumeMounts: [part("$(PART)"), whole] });
    const spec = { containers: [container], volumes };
    const { metadata } = await pods.run({ annotations: { part: "mypath" }, spec });
    await pods.shell(metadata.name, "touch /part/file && test -f /whole/mypath/file");
    await api.patch(pods.path(metadata.name), { metadata: { annotations: { part: "mynewpath" } } });
    await pods.shell(metadata.name, "test -f /part/file && ! test -e /whole/mynewpath");
    await pods.delete(metadata.name);
    await pods.gone(metadata.name);
  },
);
