// Input for a slow process: nothing lost, nothing reordered, memory bounded, nothing left on disk.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { seeded } from "../../../test/tunnel/seeded.ts";
import { SpooledInput } from "./spooled-input.ts";

const directory = mkdtempSync(join(tmpdir(), "skerry-spool-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Takes nothing while closed. */
class Gate extends Writable {
  readonly taken: Buffer[] = [];
  open = true;
  #waiting: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: 1 });
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const take = () => {
      this.taken.push(Buffer.from(chunk));
      setImmediate(done);
    };
    if (this.open) take();
    else this.#waiting = take;
  }
  set(open: boolean): void {
    this.open = open;
    if (!open) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }
}

function finished(gate: Gate): Promise<Buffer> {
  return new Promise((resolve) => gate.on("finish", () => resolve(Buffer.concat(gate.taken))));
}

const turn = () => new Promise((done) => setTimeout(done, 2));

describe("SpooledInput", () => {
  test("a hundred random schedules of a slow and fast reader: the same bytes in the same order", async () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const random = seeded(seed);
      const gate = new Gate();
      const input = new SpooledInput(gate, { directory, memoryBytes: 1000, spoolBytesMax: 20_000 });
      const sent: Buffer[] = [];
      let owed = 0;
      const all = finished(gate);
      for (let step = 0; step < 40; step += 1) {
        if (random.integer(4) === 0) gate.set(random.integer(2) === 0);
        if (random.integer(5) === 0) await turn();
        const bytes = Buffer.from(random.bytes(1 + random.integer(1500)));
        sent.push(bytes);
        owed += 1;
        input.write(bytes, () => {
          owed -= 1;
        });
      }
      input.end();
      gate.set(true);
      expect((await all).equals(Buffer.concat(sent)), `seed ${seed}`).toBe(true);
      expect(owed, `seed ${seed}`).toBe(0);
    }
    expect(readdirSync(directory)).toEqual([]);
  });

  test("a reader that keeps pace never touches the disk; one that doesn't takes it, and gives it back", async () => {
    const gate = new Gate();
    const input = new SpooledInput(gate, { directory, memoryBytes: 1000 });
    for (let count = 0; count < 50; count += 1) {
      input.write(Buffer.alloc(500), () => {});
      await turn();
      expect(input.spooledBytes).toBe(0);
    }
    gate.set(false);
    for (let count = 0; count < 50; count += 1) input.write(Buffer.alloc(500), () => {});
    await turn();
    expect(input.spooledBytes).toBeGreaterThan(20_000);
    gate.set(true);
    for (let tries = 0; tries < 100 && input.spooledBytes > 0; tries += 1) await turn();
    expect(input.spooledBytes).toBe(0);
    input.destroy();
  });

  test("what is beyond the disk's share waits without credit", async () => {
    const gate = new Gate();
    gate.set(false);
    const input = new SpooledInput(gate, { directory, memoryBytes: 100, spoolBytesMax: 1000 });
    let credited = 0;
    for (let count = 0; count < 30; count += 1) {
      input.write(Buffer.alloc(100), () => {
        credited += 1;
      });
    }
    await turn();
    await turn();
    expect(credited).toBeLessThan(15);
    gate.set(true);
    for (let tries = 0; tries < 200 && credited < 30; tries += 1) await turn();
    expect(credited).toBe(30);
    input.destroy();
  });

  test("a process that is gone blocks nobody, and what waited is dropped", async () => {
    const gate = new Gate();
    gate.set(false);
    const input = new SpooledInput(gate, { directory, memoryBytes: 100, spoolBytesMax: 500 });
    let credited = 0;
    for (let count = 0; count < 20; count += 1) {
      input.write(Buffer.alloc(100), () => {
        credited += 1;
      });
    }
    gate.destroy();
    for (let tries = 0; tries < 100 && credited < 20; tries += 1) await turn();
    expect(credited).toBe(20);
  });

  test("a disk that can't be written breaks the process's input, so that it doesn't take a part for the whole", async () => {
    const gate = new Gate();
    gate.set(false);
    const failed = new Promise<Error>((resolve) => gate.on("error", resolve));
    const input = new SpooledInput(gate, { directory: "/dev/null/nowhere", memoryBytes: 100 });
    for (let count = 0; count < 5; count += 1) input.write(Buffer.alloc(100), () => {});
    expect((await failed).message).toContain("/dev/null/nowhere");
  });
});
