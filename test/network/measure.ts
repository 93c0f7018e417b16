// Measures the network: attaching pods, programming services, answering names.
// usage: node test/network/run.mjs --measure   (in namespaces of its own, prints a table)

import { writeFile } from "node:fs/promises";
import { createAnswerer } from "../../agents/node/dns/answerer.ts";
import { createDnsServer } from "../../agents/node/dns/dns-server.ts";
import { createZone } from "../../agents/node/dns/zone.ts";
import { createProxyTable } from "../../agents/node/proxy/apply.ts";
import { buildProgram } from "../../agents/node/proxy/program.ts";
import { programText } from "../../agents/node/proxy/proxy-table.ts";
import { planService } from "../../agents/node/proxy/service-plan.ts";
import { startServiceProxy } from "../../agents/node/proxy/service-proxy.ts";
import { ServiceBook } from "../../agents/node/services/service-book.ts";
import { systemTimers } from "../../src/platform/node/timers.ts";
import { clusterCidr, Lab, quiet, serviceCidr } from "./lab.ts";
import { service, slice } from "./objects.ts";

const rows: Record<string, string> = {};
const ms = (value: number) => `${value.toFixed(1)} ms`;

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function measureAttach(lab: Lab): Promise<void> {
  const attach: number[] = [];
  const detach: number[] = [];
  const ensure: number[] = [];
  for (let round = 0; round < 40; round++) {
    const pid = await lab.sandbox(`pod-${round}`, []);
    attach.push(await timed(() => lab.network.attach({ podUid: `pod-${round}`, containerId: `c-${round}`, pid }, [])));
  }
  for (let round = 0; round < 10; round++) ensure.push(await timed(() => lab.network.ensure()));
  for (let round = 0; round < 40; round++) detach.push(await timed(() => lab.network.detach(`pod-${round}`)));
  rows["attach a pod"] = summary(attach);
  rows["detach a pod"] = summary(detach);
  rows["ensure, with 40 pods"] = summary(ensure);
}

const servicesCount = 1_000;
const endpointsCount = 10;

function endpoints(number: number, count = endpointsCount): [string][] {
  return Array.from({ length: count }, (_, index) => {
    const host = number * endpointsCount + index;
    return [`10.244.${(host >> 8) & 255}.${host & 255}`];
  });
}

function bigBook(): ServiceBook {
  const book = new ServiceBook();
  const numbers = Array.from({ length: servicesCount }, (_, index) => index);
  book.services.replace(
    numbers.map((one) => service(`svc-${one}`, { clusterIP: `10.96.${1 + (one >> 8)}.${one & 255}` })),
  );
  book.slices.replace(numbers.map((one) => slice(`svc-${one}-1`, `svc-${one}`, endpoints(one))));
  return book;
}

async function measureProxy(lab: Lab, book: ServiceBook): Promise<void> {
  const context = { place: { name: "node-1", zone: "" }, ownAddresses: [], apiEndpoint: undefined, serviceCidr };
  const program = () =>
    buildProgram(
      book.views().map((view) => planService(view, context)),
      clusterCidr,
    );
  const settings = { table: "measured", clusterCidr, serviceCidr };
  const first = program();
  rows["whole program, text"] = `${Math.round(programText(settings, first).length / 1024)} KB`;
  rows["whole program, planned"] = ms(await timed(async () => program()));
  const whole: number[] = [];
  for (let round = 0; round < 5; round++) {
    whole.push(await timed(() => createProxyTable(settings, lab.commands, quiet).apply(first)));
  }
  rows["whole program, in the kernel"] = summary(whole);
  const table = createProxyTable(settings, lab.commands, quiet);
  const proxy = startServiceProxy({
    book,
    table,
    clusterCidr,
    context: () => context,
    timers: systemTimers,
    log: quiet,
  });
  await proxy.settle();
  const changes: number[] = [];
  for (let round = 0; round < 30; round++) {
    book.slices.set(slice("svc-7-1", "svc-7", endpoints(7, round % 2 === 0 ? endpointsCount - 1 : endpointsCount)));
    changes.push(await timed(() => proxy.settle()));
  }
  proxy.stop();
  rows["one endpoint's change, planned and in the kernel"] = summary(changes);
  rows["a look whether the table stands"] = ms(await timed(() => table.look()));
}

async function measureDns(lab: Lab, book: ServiceBook): Promise<void> {
  const zone = createZone(book, { domain: "cluster.local", dnsAddress: "10.96.0.10", reverseCidrs: [] });
  const forwarder = { ask: async () => undefined };
  const server = createDnsServer({
    answerer: createAnswerer({ book, zone, forwarder }),
    timers: systemTimers,
    log: quiet,
  });
  await server.ensure(["127.0.0.9"]);
  const names = Array.from({ length: 1_000 }, (_, index) => `svc-${index}.default.svc.cluster.local`);
  const lines = names.flatMap((name) => [
    `${name} A`,
    `${name} AAAA`,
    `${name}.default.svc.cluster.local A`,
    `${name} A`,
  ]);
  await writeFile(`${lab.folder}/names`, `${lines.join("\n")}\n`);
  for (const [transport, mode] of Object.entries({ UDP: "udp", TCP: "tcp" })) {
    const args = ["-s", "127.0.0.9", "-d", `${lab.folder}/names`, "-l", "5", "-c", "8", "-q", "200", "-m", mode];
    const outcome = await lab.commands.run("dnsperf", args);
    if (outcome.type !== "exited") rows[`DNS over ${transport}`] = "not measured: dnsperf is not installed";
    else {
      const rate = /Queries per second:\s+([\d.]+)/.exec(outcome.stdout)?.[1] ?? "?";
      const latency = /Average Latency \(s\):\s+([\d.]+)/.exec(outcome.stdout)?.[1] ?? "?";
      const lost = /Queries lost:\s+(\d+)/.exec(outcome.stdout)?.[1] ?? "?";
      rows[`DNS over ${transport}`] =
        `${Math.round(Number(rate))} answers/s, ${ms(Number(latency) * 1000)} on average, ${lost} lost`;
    }
  }
  await server.stop();
}

const lab = await Lab.make();
try {
  await measureAttach(lab);
  const book = bigBook();
  await measureProxy(lab, book);
  await measureDns(lab, book);
  rows["memory of this process"] = `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`;
} finally {
  await lab.remove();
}
for (const [what, figure] of Object.entries(rows)) console.log(`${what.padEnd(52)} ${figure}`);
