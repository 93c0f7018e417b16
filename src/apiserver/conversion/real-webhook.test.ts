// Conversion by a webhook that is there: over HTTPS, on the loopback.
import { afterEach, expect, test } from "vitest";
import { cronTabs, cronTabVersion } from "../../../test/fixtures/custom-resources.ts";
import { customScope } from "../../../test/fixtures/custom-scope.ts";
import { type HttpsServer, httpsServer } from "../../../test/fixtures/https-server.ts";
import { ManualTimers } from "../../../test/fixtures/manual-timers.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { systemRandom } from "../../platform/node/random.ts";
import type { ServerReach } from "../server-reach.ts";
import { webhookClient } from "../webhook-client.ts";
import { Conversions } from "./conversions.ts";

let server: HttpsServer | undefined;

afterEach(async () => server?.close());

const path = "/apis/stable.example.com/v1/namespaces/default/crontabs";

interface Review {
  readonly kind: string;
  readonly apiVersion: string;
  readonly request: {
    readonly uid: string;
    readonly desiredAPIVersion: string;
    readonly objects: readonly KubeObject[];
  };
}

test("objects are written in one version and listed in the other", async () => {
  server = await httpsServer({
    names: ["webhook.example.com"],
    answer({ body }) {
      const { apiVersion, kind, request } = JSON.parse(body) as Review;
      const { uid, desiredAPIVersion, objects } = request;
      const convertedObjects = objects.map((one) => {
        const { schedule, when } = one["spec"] as { schedule?: string; when?: string };
        const value = schedule ?? when;
        return {
          ...one,
          apiVersion: desiredAPIVersion,
          spec: desiredAPIVersion.endsWith("v2") ? { when: value } : { schedule: value },
        };
      });
      return { body: { apiVersion, kind, response: { uid, result: { status: "Success" }, convertedObjects } } };
    },
  });
  const scope = customScope();
  const { fetch } = server;
  const reach = { random: systemRandom, fetch } as unknown as ServerReach;
  const webhooks = webhookClient(reach, new ManualTimers(scope.clock));
  const conversions = new Conversions({ customs: scope.customs, random: systemRandom, webhooks });
  Object.assign(scope.scope, { conversions });
  const open = { type: "object", properties: { spec: { type: "object", properties: { when: { type: "string" } } } } };
  const definition = cronTabs([cronTabVersion("v1"), cronTabVersion("v2", { storage: false }, open)]);
  const webhook = { conversionReviewVersions: ["v1"], clientConfig: { url: "https://webhook.example.com/convert" } };
  scope.define({ ...definition, spec: { ...definition.spec, conversion: { strategy: "Webhook", webhook } } });

  for (const name of ["a", "b"]) {
    const object = { kind: "CronTab", metadata: { name }, spec: { schedule: `at ${name}` } };
    expect((await scope.call("POST", path, object)).code).toBe(201);
  }
  const listed = await scope.call("GET", path.replace("v1", "v2"));
  expect(listed.body.items.map((one: KubeObject) => one["spec"])).toEqual([{ when: "at a" }, { when: "at b" }]);
  const made = { kind: "CronTab", metadata: { name: "c" }, spec: { when: "at c" } };
  expect((await scope.call("POST", path.replace("v1", "v2"), made)).body.spec).toEqual({ when: "at c" });
  expect((await scope.call("GET", `${path}/c`)).body.spec).toMatchObject({ schedule: "at c" });
  expect(server.heard.map(({ path: at }) => at)).toEqual(server.heard.map(() => "/convert?timeout=30s"));
  expect(scope.failures).toEqual([]);
});
