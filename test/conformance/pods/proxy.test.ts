// Pods and services through the API server.
import { expect } from "vitest";
import type { Answer, Api } from "../harness/api.ts";
import { until } from "../harness/until.ts";
import { tool } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { makeService, servicesOf } from "./harness/services.ts";

const title = "[sig-network] Proxy version v1";

function ask(api: Api, path: string, method = "GET"): Promise<Answer> {
  return api.send(method, path, { accept: "*/*" });
}

const ports = [
  { name: "portname1", port: 80, targetPort: "dest1" },
  { name: "portname2", port: 81, targetPort: "dest2" },
];

podConformance(`${title} should proxy through a service and a pod [Conformance]`, async (where) => {
  const { api, namespace, pods } = where;
  const labels = { app: "proxied" };
  const readinessProbe = { tcpSocket: { port: 162 }, periodSeconds: 1 };
  const container = tool(["serve", "160=foo", "162=bar"], {
    ports: [
      { name: "dest1", containerPort: 160 },
      { name: "dest2", containerPort: 162 },
    ],
    readinessProbe,
  });
  await makeService(where, "proxied", { selector: labels, ports });
  await pods.run({ name: "pod1", labels, spec: { containers: [container] } });
  const pod = (suffix: string) => `${pods.collection}/${suffix}/proxy/`;
  const service = (suffix: string) => `${servicesOf(namespace)}/${suffix}/proxy/`;
  const expected = {
    [service("proxied:portname1")]: "foo",
    [service("http:proxied:portname1")]: "foo",
    [service("proxied:80")]: "foo",
    [service("proxied:portname2")]: "bar",
    [service("proxied:81")]: "bar",
    [pod("pod1:160")]: "foo",
    [pod("http:pod1:160")]: "foo",
    [pod("pod1:162")]: "bar",
    [pod("http:pod1:162")]: "bar",
  };
  for (const [path, text] of Object.entries(expected)) {
    await until(async () => {
      const answer = await ask(api, path);
      return answer.code === 200 && answer.text === text;
    });
  }
  const times = Array.from({ length: 20 }, () => Object.entries(expected)).flat();
  const answers = await Promise.all(times.map(async ([path, text]) => (await ask(api, path)).text === text));
  expect(answers.every((right) => right)).toBe(true);
});

const methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

for (const [name, suffix] of [
  ["ProxyWithPath", "/method?method="],
  ["Proxy", "method?method="],
] as const) {
  podConformance(
    `${title} A set of valid responses are returned for both pod and service ${name} [Conformance]`,
    async (where) => {
      const { api, namespace, pods } = where;
      const labels = { app: "responding" };
      const readinessProbe = { httpGet: { path: "/", port: 80 }, periodSeconds: 1 };
      const container = tool(["serve", "80"], { readinessProbe });
      await pods.run({ name: "agnhost", labels, spec: { containers: [container] } });
      await makeService(where, "test-service", { selector: labels, ports: [{ port: 80 }] });
      const paths = [`${pods.collection}/agnhost/proxy`, `${servicesOf(namespace)}/test-service/proxy`];
      await until(async () => (await ask(api, `${paths[1]}/`)).code === 200);
      for (const path of paths) {
        for (const method of methods) {
          const { code, text } = await ask(api, `${path}/${suffix.replace(/^\//, "")}${method}`, method);
          expect(code).toBe(200);
          if (method !== "HEAD") expect(text).toBe(`${method} ?method=${method}`);
        }
        // Where it leads to is told as a path through the proxy.
        const { code, headers } = await ask(api, `${path}/redirect`);
        expect(code).toBe(302);
        expect(headers.location).toBe(`${path}/hostname`);
      }
      // Without a slash the path is added by a redirection.
      const { code, headers } = await ask(api, `${paths[0]}?method=GET`);
      expect([301, 200]).toContain(code);
      if (code === 301) expect(headers.location).toContain("/proxy/");
    },
  );
}
