// Variables from the pod, its resources and services: the rules, one at a time.
import { describe, expect, test } from "vitest";
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import { service } from "../../../test/network/objects.ts";
import { serviceFacts } from "../services/facts.ts";
import { containerResource } from "./container-resource.ts";
import { goQuote } from "./go-quote.ts";
import { mapText, podField } from "./pod-field.ts";
import { serviceVariables } from "./service-variables.ts";

const place = { podIPs: ["10.244.0.7", "fd00::7"], hostIPs: ["192.0.2.1", "2001:db8::1"] };
const pod: Pod = {
  metadata: {
    name: "web",
    namespace: "shop",
    uid: "1234",
    labels: { tier: "front", app: "web", "example.com/x": "y" },
    annotations: { note: 'say "hi"\n' },
  },
  spec: { nodeName: "here", serviceAccountName: "robot", containers: [] },
};

describe("fields of a pod", () => {
  test.each([
    ["metadata.name", "web"],
    ["metadata.namespace", "shop"],
    ["metadata.uid", "1234"],
    ["metadata.labels['app']", "web"],
    ["metadata.labels['example.com/x']", "y"],
    ["metadata.labels['none']", ""],
    ["metadata.annotations['note']", 'say "hi"\n'],
    ["metadata.labels", 'app="web"\nexample.com/x="y"\ntier="front"'],
    ["metadata.annotations", 'note="say \\"hi\\"\\n"'],
    ["spec.nodeName", "here"],
    ["spec.serviceAccountName", "robot"],
    ["status.hostIP", "192.0.2.1"],
    ["status.hostIPs", "192.0.2.1,2001:db8::1"],
    ["status.podIP", "10.244.0.7"],
    ["status.podIPs", "10.244.0.7,fd00::7"],
  ])("%s", (path, value) => {
    expect(podField(pod, path, place)).toEqual({ type: "value", value });
  });

  test.each([
    ["spec.containers", "unsupported fieldPath: spec.containers"],
    ["status.phase", "unsupported fieldPath: status.phase"],
    ["metadata.name['x']", "fieldPath \"metadata.name['x']\" does not support subscript"],
  ])("%s is refused", (path, message) => {
    expect(podField(pod, path, place)).toEqual({ type: "wrong", message });
  });

  test("a file can't tell addresses: they come after it", () => {
    expect(podField(pod, "status.podIP")).toEqual({ type: "wrong", message: "unsupported fieldPath: status.podIP" });
  });

  test("an object's own properties are not labels", () => {
    expect(podField(pod, "metadata.labels['constructor']", place)).toEqual({ type: "value", value: "" });
  });
});

describe("text as Go quotes it", () => {
  test.each([
    ["plain", '"plain"'],
    ["tab\tand\\", '"tab\\tand\\\\"'],
    ["\x00\x1b\x7f", '"\\x00\\x1b\\x7f"'],
    ["é 日本 🙂", '"é 日本 🙂"'],
    ["\u200b\ufeff\u{e0001}", '"\\u200b\\ufeff\\U000e0001"'],
  ])("%j", (text, quoted) => {
    expect(goQuote(text)).toBe(quoted);
  });

  test("an empty map is an empty file", () => {
    expect(mapText({})).toBe("");
  });
});

describe("a container's resources", () => {
  const resources = {
    limits: { cpu: "1500m", memory: "64Mi" },
    requests: { cpu: "250m", memory: "32Mi", "hugepages-2Mi": "4Mi" },
  };
  const bounded = { name: "app", resources };
  const free = { name: "free" };
  const own: Pod = { spec: { containers: [bounded, free], initContainers: [{ name: "first", resources }] } };
  const allocatable = { cpu: "3900m", memory: "8Gi", "ephemeral-storage": "100Gi" };
  const ask = (resource: string, divisor?: string, containerName?: string, container = bounded, of = own) =>
    containerResource({
      selector: {
        resource,
        ...(divisor === undefined ? {} : { divisor }),
        ...(containerName === undefined ? {} : { containerName }),
      },
      pod: of,
      container,
      allocatable,
    });

  test.each([
    ["limits.cpu", undefined, "2"],
    ["limits.cpu", "0", "2"],
    ["limits.cpu", "1m", "1500"],
    ["requests.cpu", undefined, "1"],
    ["requests.cpu", "1m", "250"],
    ["limits.memory", undefined, "67108864"],
    ["limits.memory", "1Mi", "64"],
    ["requests.memory", "1Ki", "32768"],
    ["requests.memory", "1M", "34"],
    ["requests.hugepages-2Mi", "1Mi", "4"],
    ["limits.hugepages-2Mi", "1Mi", "0"],
  ])("%s by %s", (resource, divisor, value) => {
    expect(ask(resource, divisor)).toEqual({ type: "value", value });
  });

  test("without a limit, it is what the node has for pods; a request is then nothing", () => {
    expect(ask("limits.cpu", "1m", "free")).toEqual({ type: "value", value: "3900" });
    expect(ask("limits.memory", "1Gi", "free")).toEqual({ type: "value", value: "8" });
    expect(ask("limits.ephemeral-storage", "1Gi", "free")).toEqual({ type: "value", value: "100" });
    expect(ask("requests.cpu", "1m", "free")).toEqual({ type: "value", value: "0" });
  });

  test("nor more than the pod has as a whole", () => {
    const tight: Pod = { spec: { containers: [free], resources: { limits: { memory: "1Gi", cpu: "8" } } } };
    expect(ask("limits.memory", "1Gi", "free", bounded, tight)).toEqual({ type: "value", value: "1" });
    expect(ask("limits.cpu", "1m", "free", bounded, tight)).toEqual({ type: "value", value: "3900" });
  });

  test("of another container, an init container too; not of one that isn't there", () => {
    expect(ask("requests.cpu", "1m", "first")).toEqual({ type: "value", value: "250" });
    expect(ask("requests.cpu", "1m", "nobody")).toEqual({ type: "wrong", message: "container nobody not found" });
    expect(ask("limits.gpu")).toEqual({ type: "wrong", message: "unsupported container resource : limits.gpu" });
  });
});

describe("variables of services", () => {
  const services = [
    service("kubernetes", { namespace: "default", clusterIP: "10.96.0.1", ports: [{ name: "https", port: 443 }] }),
    service("redis-master", {
      namespace: "shop",
      clusterIP: "10.96.0.11",
      ports: [
        { port: 6379, protocol: "TCP" },
        { name: "mon-udp", port: 53, protocol: "UDP" },
      ],
    }),
    service("elsewhere", { namespace: "other", clusterIP: "10.96.0.12", ports: [{ port: 1 }] }),
    service("headless", { namespace: "shop", clusterIP: "None", ports: [{ port: 1 }] }),
  ].map(serviceFacts);

  test("the namespace's own and the API server's, each in all its spellings", () => {
    const variables = serviceVariables({ services, namespace: "shop", linksEnabled: true });
    expect(Object.fromEntries(variables)).toEqual({
      KUBERNETES_SERVICE_HOST: "10.96.0.1",
      KUBERNETES_SERVICE_PORT: "443",
      KUBERNETES_SERVICE_PORT_HTTPS: "443",
      KUBERNETES_PORT: "tcp://10.96.0.1:443",
      KUBERNETES_PORT_443_TCP: "tcp://10.96.0.1:443",
      KUBERNETES_PORT_443_TCP_PROTO: "tcp",
      KUBERNETES_PORT_443_TCP_PORT: "443",
      KUBERNETES_PORT_443_TCP_ADDR: "10.96.0.1",
      REDIS_MASTER_SERVICE_HOST: "10.96.0.11",
      REDIS_MASTER_SERVICE_PORT: "6379",
      REDIS_MASTER_SERVICE_PORT_MON_UDP: "53",
      REDIS_MASTER_PORT: "tcp://10.96.0.11:6379",
      REDIS_MASTER_PORT_6379_TCP: "tcp://10.96.0.11:6379",
      REDIS_MASTER_PORT_6379_TCP_PROTO: "tcp",
      REDIS_MASTER_PORT_6379_TCP_PORT: "6379",
      REDIS_MASTER_PORT_6379_TCP_ADDR: "10.96.0.11",
      REDIS_MASTER_PORT_53_UDP: "udp://10.96.0.11:53",
      REDIS_MASTER_PORT_53_UDP_PROTO: "udp",
      REDIS_MASTER_PORT_53_UDP_PORT: "53",
      REDIS_MASTER_PORT_53_UDP_ADDR: "10.96.0.11",
    });
  });

  test("without links only the API server's are left", () => {
    const variables = serviceVariables({ services, namespace: "shop", linksEnabled: false });
    expect([...variables.keys()].filter((name) => !name.startsWith("KUBERNETES_"))).toEqual([]);
    expect(variables.get("KUBERNETES_SERVICE_HOST")).toBe("10.96.0.1");
  });

  test("a namespace's own service of that name comes first; without links it doesn't", () => {
    const mine = serviceFacts(
      service("kubernetes", { namespace: "shop", clusterIP: "10.96.0.99", ports: [{ port: 80 }] }),
    );
    const host = (linksEnabled: boolean) =>
      serviceVariables({ services: [mine, ...services], namespace: "shop", linksEnabled }).get(
        "KUBERNETES_SERVICE_HOST",
      );
    expect(host(true)).toBe("10.96.0.99");
    expect(host(false)).toBe("10.96.0.1");
  });

  test("an IPv6 address stands in brackets in a URL only", () => {
    const six = serviceFacts(service("six", { namespace: "shop", clusterIP: "fd00::1", ports: [{ port: 80 }] }));
    const variables = serviceVariables({ services: [six], namespace: "shop", linksEnabled: true });
    expect(variables.get("SIX_PORT")).toBe("tcp://[fd00::1]:80");
    expect(variables.get("SIX_PORT_80_TCP_ADDR")).toBe("fd00::1");
  });
});
