// The loop around the kernel's table: when it writes, what it does when that fails.
import { beforeEach, describe, expect, test } from "vitest";
import type { Timers } from "../../../src/platform/timers.ts";
import { service, slice } from "../../../test/network/objects.ts";
import type { CommandOutcome, Commands } from "../network/command.ts";
import { ServiceBook } from "../services/service-book.ts";
import { createProxyTable } from "./apply.ts";
import { startServiceProxy } from "./service-proxy.ts";

const log = { info() {}, warn() {}, error() {} };
const exited = (code: number): CommandOutcome => ({ type: "exited", code, stdout: "", stderr: "no" });

let book: ServiceBook;
let written: string[];
let failures: number;
let stands: boolean;
let waiting: { delayMs: number; body: () => void }[];
let proxy: ReturnType<typeof startServiceProxy>;

const commands: Commands = {
  async run(program, args, input = "") {
    if (program !== "nft") return exited(0);
    if (args.includes("-c")) return exited(stands ? 0 : 1);
    written.push(input);
    failures -= 1;
    return exited(failures >= 0 ? 1 : 0);
  },
};
const timers: Timers = {
  after(delayMs, body) {
    const one = { delayMs, body };
    waiting.push(one);
    return () => void waiting.splice(waiting.indexOf(one), 1);
  },
  async sleep() {},
};

beforeEach(() => {
  [book, written, failures, stands, waiting] = [new ServiceBook(), [], 0, true, []];
  const context = () => ({
    place: { name: "node-1", zone: "" },
    ownAddresses: [],
    apiEndpoint: undefined,
    serviceCidr: "10.96.0.0/16",
  });
  const table = createProxyTable({ table: "t", clusterCidr: "10.244.0.0/16" }, commands, log);
  proxy = startServiceProxy({ book, table, clusterCidr: "10.244.0.0/16", context, timers, log });
});

/** Lets every timer that waits go off, and what follows from it come to rest. */
async function fire(): Promise<number[]> {
  const due = waiting.splice(0);
  for (const { body } of due) body();
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  return due.map(({ delayMs }) => delayMs);
}

function fill(): void {
  book.services.replace([service("web")]);
  book.slices.replace([slice("web-1", "web", [["10.244.0.2"]])]);
}

describe("the proxy", () => {
  test("writes nothing before it knows everything", async () => {
    book.services.replace([service("web")]);
    await fire();
    expect(written).toEqual([]);
    fill();
    await fire();
    expect(written).toHaveLength(1);
    expect(written[0]).toContain("delete table ip t\n");
  });

  test("joins changes that come together, and writes the difference", async () => {
    fill();
    await fire();
    book.slices.set(slice("web-1", "web", [["10.244.0.3"]]));
    book.slices.set(slice("web-2", "web", [["10.244.0.4"]]));
    expect(await fire()).toEqual([10]);
    expect(written).toHaveLength(2);
    expect(written[1]).toContain("10.244.0.4");
    expect(written[1]).not.toContain("delete table");
  });

  test("nothing is written when nothing of it matters here", async () => {
    fill();
    await fire();
    book.services.set(service("headless", { clusterIP: "None" }));
    await fire();
    expect(written).toHaveLength(1);
  });

  test("a difference that is refused is followed by the whole at once", async () => {
    fill();
    await fire();
    failures = 1;
    book.slices.set(slice("web-1", "web", [["10.244.0.3"]]));
    await fire();
    expect(written).toHaveLength(3);
    expect(written[2]).toContain("delete table ip t\n");
    expect(waiting).toEqual([]);
  });

  test("a whole program that is refused is tried again, less and less often", async () => {
    failures = 7;
    fill();
    await fire();
    const delays: number[] = [];
    while (waiting.length > 0) delays.push(...(await fire()));
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(written).toHaveLength(8);
  });

  test("after a look that finds no table, all of it is written", async () => {
    fill();
    await fire();
    await proxy.settle({ look: true });
    expect(written).toHaveLength(1);
    stands = false;
    await proxy.settle({ look: true });
    expect(written[1]).toContain("delete table ip t\n");
  });

  test("stopped, it writes no more", async () => {
    fill();
    proxy.stop();
    await fire();
    book.services.set(service("other"));
    await fire();
    expect(written).toEqual([]);
  });
});
