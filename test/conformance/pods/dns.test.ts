// Names that pods find each other by.
import { expect } from "vitest";
import { until } from "../harness/until.ts";
import { once, pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";
import { asker, makeService, server, servicesOf, untilAnswer } from "./harness/services.ts";

const title = "[sig-network] DNS should";

async function asking(pods: Pods, more: object = {}): Promise<string> {
  return (await pods.run({ spec: { containers: [pausing()], ...more } })).metadata.name;
}

/** The addresses or targets that a name has; none yet is asked for again. */
function resolved(pods: Pods, pod: string, name: string, wanted: string, type = "a"): Promise<unknown> {
  const ask = `nslookup -type=${type} ${name} 2>&1 || true`;
  return until(async () => {
    const answer = (await pods.shell(pod, ask)).replace(/^Server:.*\n(Address:.*\n)?/m, "");
    return answer.includes(wanted);
  }, 60_000);
}

podConformance(`${title} provide DNS for the cluster [Conformance]`, async ({ api, pods }) => {
  const pod = await asking(pods);
  const { spec } = await api.get("/api/v1/namespaces/default/services/kubernetes");
  await resolved(pods, pod, "kubernetes.default.svc.cluster.local", spec.clusterIP);
});

podConformance(
  `${title} provide /etc/hosts entries for the cluster [Conformance]`,
  async ({ namespace, pods, ...where }) => {
    await makeService({ ...where, namespace, pods }, "dns-test-service", {
      clusterIP: "None",
      selector: { dns: "yes" },
    });
    const { metadata, status } = await pods.run({
      name: "dns-querier-1",
      labels: { dns: "yes" },
      spec: { hostname: "dns-querier-1", subdomain: "dns-test-service", containers: [pausing()] },
    });
    const full = `dns-querier-1.dns-test-service.${namespace}.svc.cluster.local`;
    const hosts = await pods.shell(metadata.name, "cat /etc/hosts");
    expect(hosts).toMatch(new RegExp(`^${status.podIP}\\s+${full}\\s+dns-querier-1$`, "m"));
  },
);

podConformance(`${title} provide DNS for services [Conformance]`, async ({ namespace, pods, ...where }) => {
  const all = { ...where, namespace, pods };
  const ports = [{ name: "http", port: 80, protocol: "TCP" }];
  const regular = await makeService(all, "regular", { selector: { dns: "yes" }, ports });
  await makeService(all, "headless", { clusterIP: "None", selector: { dns: "yes" }, ports });
  const backing = await pods.run({ labels: { dns: "yes" }, spec: { containers: [pausing()] } });
  const pod = await asking(pods);
  const domain = `${namespace}.svc.cluster.local`;
  const { clusterIP } = regular["spec"];
  await resolved(pods, pod, `regular.${domain}`, clusterIP);
  await resolved(pods, pod, `headless.${domain}`, backing["status"].podIP);
  for (const name of [`_http._tcp.regular.${domain}`, `_http._tcp.headless.${domain}`]) {
    await resolved(pods, pod, name, domain, "srv");
  }
  const reversed = clusterIP.split(".").reverse().join(".");
  await resolved(pods, pod, `${reversed}.in-addr.arpa`, `regular.${domain}`, "ptr");
});

podConformance(
  `${title} resolve DNS of partial qualified names for services [LinuxOnly] [Conformance]`,
  async ({ namespace, pods, ...where }) => {
    const all = { ...where, namespace, pods };
    await makeService(all, "regular", { selector: { app: "server" }, ports: [{ port: 80, targetPort: 8080 }] });
    await Promise.all([server(all, "pod1"), asker(all)]);
    for (const name of ["regular", `regular.${namespace}`, `regular.${namespace}.svc`]) {
      await untilAnswer(all, "asker", `http://${name}/hostname`, ["pod1"]);
    }
  },
);

podConformance(
  `${title} provide DNS for ExternalName services [Conformance]`,
  async ({ namespace, pods, ...where }) => {
    const all = { ...where, namespace, pods };
    await makeService(all, "outside", { type: "ExternalName", externalName: "foo.example.com" });
    const pod = await asking(pods);
    const name = `outside.${namespace}.svc.cluster.local`;
    await resolved(pods, pod, name, "foo.example.com", "cname");
    const path = `${servicesOf(namespace)}/outside`;
    await all.api.patch(path, { spec: { externalName: "bar.example.com" } });
    await resolved(pods, pod, name, "bar.example.com", "cname");
    const { spec } = await all.api.patch(path, {
      spec: { type: "ClusterIP", externalName: null, ports: [{ port: 80, protocol: "TCP" }] },
    });
    await resolved(pods, pod, name, spec.clusterIP);
  },
);

for (const name of ["Hostname", "Subdomain"]) {
  podConformance(`${title} provide DNS for pods for ${name} [Conformance]`, async ({ namespace, pods, ...where }) => {
    const all = { ...where, namespace, pods };
    await makeService(all, "dns-test", { clusterIP: "None", selector: { dns: "yes" }, ports: [{ port: 80 }] });
    const { metadata, status } = await pods.run({
      name: "querier",
      labels: { dns: "yes" },
      spec: { hostname: "querier-2", subdomain: "dns-test", containers: [pausing()] },
    });
    const full = `querier-2.dns-test.${namespace}.svc.cluster.local`;
    await resolved(pods, metadata.name, full, status.podIP);
    if (name === "Hostname") expect(await pods.shell(metadata.name, "hostname")).toBe("querier-2");
    else expect(await pods.shell(metadata.name, "hostname -f")).toBe(full);
  });
}

podConformance(`${title} support configurable pod DNS nameservers [Conformance]`, async ({ pods }) => {
  const dnsConfig = {
    nameservers: ["1.1.1.1"],
    searches: ["resolv.conf.local"],
    options: [{ name: "ndots", value: "2" }],
  };
  const text = await pods.output({ spec: once(script("cat /etc/resolv.conf"), { dnsPolicy: "None", dnsConfig }) });
  const lines = text.trim().split("\n");
  expect(lines.sort()).toEqual(["nameserver 1.1.1.1", "options ndots:2", "search resolv.conf.local"]);
});
