// Volumes that begin empty, and volumes that wrap one.
import { expect } from "vitest";
import { once, pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";

const volumeMounts = [{ name: "it", mountPath: "/it" }];
const media = { default: {}, tmpfs: { medium: "Memory" } };
const users = { root: {}, "non-root": { securityContext: { runAsUser: 1001 } } };

for (const [medium, emptyDir] of Object.entries(media)) {
  const onTmpfs = medium === "tmpfs";
  const volumes = [{ name: "it", emptyDir }];
  /** The file system is what upstream checks of tmpfs. */
  const type = "grep ' /it ' /proc/mounts | cut -d' ' -f1";

  podConformance(
    `[sig-storage] EmptyDir volumes volume on ${onTmpfs ? "tmpfs" : "default medium"} should have the correct mode [LinuxOnly] [NodeConformance] [Conformance]`,
    async ({ pods }) => {
      const [mode, device] = (
        await pods.output({ spec: once(script(`stat -c %a /it; ${type}`, { volumeMounts }), { volumes }) })
      ).split("\n");
      expect(mode).toBe("777");
      expect(device === "tmpfs").toBe(onTmpfs);
    },
  );

  for (const [user, more] of Object.entries(users)) {
    for (const mode of ["644", "666", "777"]) {
      podConformance(
        `[sig-storage] EmptyDir volumes should support (${user},0${mode},${medium}) [LinuxOnly] [NodeConformance] [Conformance]`,
        async ({ pods }) => {
          const file = "/it/file";
          const make = `umask 0; echo content > ${file}; chmod ${mode} ${file}; cat ${file}; stat -c '%a %u' ${file}`;
          const container = script(`${make}; stat -c %a /it; ${type}`, { volumeMounts, ...more });
          const [content, seen, folder, device] = (await pods.output({ spec: once(container, { volumes }) })).split(
            "\n",
          );
          expect([content, seen, folder]).toEqual(["content", `${mode} ${user === "root" ? 0 : 1001}`, "777"]);
          expect(device === "tmpfs").toBe(onTmpfs);
        },
      );
    }
  }
}

podConformance(
  "[sig-storage] EmptyDir volumes pod should support shared volumes between containers [Conformance]",
  async ({ pods }) => {
    const containers = [
      pausing({ volumeMounts }),
      script("echo 'hello from the other' > /it/file; sleep 36000", { name: "other", volumeMounts }),
    ];
    const { metadata } = await pods.run({ spec: { containers, volumes: [{ name: "it", emptyDir: {} }] } });
    const waiting = "until [ -s /it/file ]; do sleep 0.1; done; cat /it/file";
    expect(await pods.shell(metadata.name, waiting, "main")).toBe("hello from the other");
  },
);

podConformance(
  "[sig-storage] EmptyDir wrapper volumes should not conflict [Conformance]",
  async ({ api, namespace, pods }) => {
    const core = `/api/v1/namespaces/${namespace}`;
    await api.create(`${core}/secrets`, { metadata: { name: "secret" }, stringData: { a: "of the secret" } });
    await api.create(`${core}/configmaps`, { metadata: { name: "config" }, data: { a: "of the config map" } });
    const volumes = [
      { name: "secret", secret: { secretName: "secret" } },
      { name: "config", configMap: { name: "config" } },
    ];
    const mounts = volumes.map(({ name }) => ({ name, mountPath: `/etc/${name}` }));
    const container = script("cat /etc/secret/a; echo; cat /etc/config/a", { volumeMounts: mounts });
    expect(await pods.output({ spec: once(container, { volumes }) })).toBe("of the secret\nof the config map");
  },
);

podConformance(
  "[sig-storage] EmptyDir wrapper volumes should not cause race condition when used for configmaps [Serial] [Conformance]",
  async ({ api, namespace, pods }) => {
    const names = Array.from({ length: 50 }, (_, index) => `racey-${index}`);
    for (const name of names)
      await api.create(`/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name }, data: { a: name } });
    const volumes = names.map((name) => ({ name, configMap: { name, items: [{ key: "a", path: "a" }] } }));
    const mounts = names.map((name) => ({ name, mountPath: `/etc/${name}` }));
    for (let round = 0; round < 2; round++) {
      const container = pausing({ volumeMounts: mounts });
      const made = await Promise.all(
        Array.from({ length: 5 }, () => pods.run({ spec: { containers: [container], volumes } })),
      );
      for (const { metadata } of made) {
        expect(await pods.shell(metadata.name, "cat /etc/racey-*/a | wc -c")).toBe(String(names.join("").length));
        await pods.delete(metadata.name);
      }
    }
  },
);
