// An operator from the ecosystem, as a program of its own: it reconciles, sets a status, cleans up by its finalizer, resumes.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, inject, onTestFinished } from "vitest";
import { eventually } from "../../e2e/harness/eventually.ts";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import { clientStory } from "../harness/client-story.ts";

const group = "operator.clients.example.com";
const greetings = `greetings.${group}`;

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: greetings },
  spec: {
    group,
    scope: "Namespaced",
    names: { plural: "greetings", singular: "greeting", kind: "Greeting" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: { type: "object", required: ["to"], properties: { to: { type: "string" } } },
              status: {
                type: "object",
                properties: { text: { type: "string" }, observedGeneration: { type: "integer" } },
              },
            },
          },
        },
      },
    ],
  },
};

beforeAll(async () => {
  const { apply, kubectl } = toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" });
  await apply(JSON.stringify(definition));
  await kubectl("wait", `crd/${greetings}`, "--for=condition=Established", "--timeout=10s");
});

interface RunningOperator {
  readonly process: ChildProcess;
  output(): string;
  stop(): Promise<void>;
}

function startOperator(namespace: string): RunningOperator {
  const program = spawn(process.execPath, [join(import.meta.dirname, "greeting-operator.ts"), namespace], {
    env: { ...process.env, KUBECONFIG: inject("kubeconfig"), NODE_OPTIONS: "--no-deprecation" },
  });
  let output = "";
  for (const stream of [program.stdout, program.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  const ended = new Promise<void>((resolve) => program.on("close", () => resolve()));
  onTestFinished(() => void program.kill("SIGKILL"));
  return {
    process: program,
    output: () => output,
    async stop() {
      program.kill("SIGTERM");
      await ended;
    },
  };
}

const greeting = (name: string, to: string) =>
  JSON.stringify({ apiVersion: `${group}/v1`, kind: "Greeting", metadata: { name }, spec: { to } });

clientStory("an operator reconciles, cleans up and resumes", async ({ tools, namespace }) => {
  const text = (name: string) => tools.kubectl("get", "configmap", name, "-o", "jsonpath={.data.text}");
  const statusOf = (name: string) => tools.kubectl("get", greetings, name, "-o", "jsonpath={.status.text}");
  await tools.apply(greeting("early", "morning"));
  const first = startOperator(namespace);
  const expecting = async (check: () => Promise<void>) =>
    eventually(check).catch((error) => {
      throw new Error(`${(error as Error).message}\nthe operator said:\n${first.output()}`);
    });
  await expecting(async () => expect(await text("early")).toBe("hello morning"));

  await tools.apply(greeting("one", "world"));
  await expecting(async () => expect(await statusOf("one")).toBe("hello world"));
  expect(await tools.kubectl("get", greetings, "one", "-o", "jsonpath={.metadata.finalizers}")).toBe(
    `["${group}/clean-up"]`,
  );
  await tools.kubectl("patch", greetings, "one", "--type=merge", "-p", '{"spec":{"to":"moon"}}');
  await expecting(async () => expect(await text("one")).toBe("hello moon"));

  await tools.kubectl("delete", greetings, "one", "--timeout=20s");
  expect(await tools.kubectl("get", "configmap", "one", "--ignore-not-found")).toBe("");
  expect(first.process.exitCode).toBeNull();
  await first.stop();

  // What happens while it is away waits for it: its finalizer holds what was deleted.
  await tools.kubectl("delete", greetings, "early", "--wait=false");
  await tools.apply(greeting("late", "evening"));
  expect(await tools.kubectl("get", greetings, "early", "-o", "jsonpath={.metadata.deletionTimestamp}")).not.toBe("");
  const second = startOperator(namespace);
  await tools.kubectl("wait", `${greetings}/early`, "--for=delete", "--timeout=20s");
  await eventually(async () => expect(await text("late")).toBe("hello evening"));
  expect(second.process.exitCode).toBeNull();
});
