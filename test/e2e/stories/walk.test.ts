// The walk that everybody takes first: deploy, look, talk to it, change it, undo, delete.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, onTestFinished } from "vitest";
import { packagedTool } from "../../../src/cli/packaged-tools.ts";
import { checkout } from "../harness/checkout.ts";
import { eventually } from "../harness/eventually.ts";
import { freePort } from "../harness/free-port.ts";
import { echoImage, nextEchoImage, shellImage } from "../harness/images.ts";
import { pods } from "../harness/pods.ts";
import { story } from "../harness/story.ts";

story("logs, exec, cp and port-forward", async ({ tools, namespace }) => {
  await tools.kubectl("create", "deployment", "web", `--image=${echoImage}`);
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  const name = (await pods(tools))[0]?.metadata.name as string;
  await eventually(async () => expect(await tools.kubectl("logs", name)).toBe(`serving version 1 as ${name}\n`));
  expect(await tools.kubectl("exec", name, "--", "hostname")).toBe(`${name}\n`);
  const failed = await tools.tryKubectl("exec", name, "--", "sh", "-c", "exit 7");
  expect(failed.code).toBe(7);

  const local = join(inject("dataDir"), `${namespace}.txt`);
  writeFileSync(local, "over and back\n".repeat(10_000));
  await tools.kubectl("cp", local, `${name}:/tmp/copied`);
  await tools.kubectl("cp", `${name}:/tmp/copied`, `${local}.back`);
  expect(readFileSync(`${local}.back`, "utf8")).toBe(readFileSync(local, "utf8"));

  const port = await freePort();
  const forward = spawn(
    packagedTool(checkout, "kubectl"),
    ["-n", namespace, "port-forward", "deployment/web", `${port}:8080`],
    { stdio: "ignore", env: { ...process.env, KUBECONFIG: inject("kubeconfig") } },
  );
  onTestFinished(() => void forward.kill());
  await eventually(async () => {
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(`${name}\n`);
  });
});

story("a service answers by its name, from all of its pods in turn", async ({ tools, namespace }) => {
  await tools.kubectl("create", "deployment", "web", `--image=${echoImage}`, "--replicas=3");
  await tools.kubectl("expose", "deployment", "web", "--port=80", "--target-port=8080");
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  await tools.kubectl("run", "client", `--image=${shellImage}`, "--command", "--", "sleep", "3600");
  await tools.kubectl("wait", "pod/client", "--for=condition=Ready", "--timeout=60s");
  const ask = `for i in $(seq 30); do wget -qO- http://web.${namespace}.svc.cluster.local/; done`;
  await eventually(async () => {
    const answers = (await tools.kubectl("exec", "client", "--", "sh", "-c", ask)).trim().split("\n");
    expect(answers).toHaveLength(30);
    const serving = (await pods(tools, "-l", "app=web")).map((pod) => pod.metadata.name);
    expect([...new Set(answers)].sort()).toEqual(serving.sort());
  });
});

story("a rollout never has less than it may, and can be undone", async ({ tools }) => {
  await tools.kubectl("create", "deployment", "web", `--image=${echoImage}`, "--replicas=4");
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  let least = 4;
  let done = false;
  const looking = (async () => {
    while (!done) {
      const ready = await tools.kubectl("get", "deployment", "web", "-o", "jsonpath={.status.availableReplicas}");
      least = Math.min(least, Number(ready || 0));
    }
  })();
  await tools.kubectl("set", "image", "deployment/web", `echo=${nextEchoImage}`);
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=90s");
  done = true;
  await looking;
  // Of four, 25 % may be missing.
  expect(least).toBeGreaterThanOrEqual(3);
  const image = () => tools.kubectl("get", "pods", "-o", "jsonpath={.items[*].spec.containers[0].image}");
  await eventually(async () => expect(new Set((await image()).split(" "))).toEqual(new Set([nextEchoImage])));
  await tools.kubectl("rollout", "undo", "deployment/web");
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=90s");
  await eventually(async () => expect(new Set((await image()).split(" "))).toEqual(new Set([echoImage])));
});

story("the events tell of a pod's life in order", async ({ tools }) => {
  await tools.kubectl("run", "one", `--image=${echoImage}`);
  await tools.kubectl("wait", "pod/one", "--for=condition=Ready", "--timeout=60s");
  // Timestamps are whole seconds. What they leave open is decided by names, which are times to the nanosecond.
  await eventually(async () => {
    const events = await tools.kubectl(
      "get",
      "events",
      "--sort-by=.metadata.creationTimestamp",
      "-o",
      "jsonpath={.items[*].reason}",
    );
    expect(events.split(" ")).toEqual(["Scheduled", "Pulled", "Created", "Started"]);
  });
});

story("an application with everything starts, serves and goes", async ({ tools, namespace }) => {
  const manifest = readFileSync(join(import.meta.dirname, "../fixtures/shop.yaml"), "utf8").replaceAll(
    /(namespace|name): shop/g,
    `$1: ${namespace}`,
  );
  await tools.apply(manifest);
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=90s");
  const run = (command: string) => tools.kubectl("exec", "deployment/web", "-c", "web", "--", "sh", "-c", command);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell in the pod reads these
  expect(await run('echo "$GREETING $PASSWORD ${POD_IP:+with an address}"')).toBe("hello s3cret with an address\n");
  expect(await run("cat /work/settings.ini /work/started")).toBe("[shop]\nopen = yes\nstarted\n");
});
