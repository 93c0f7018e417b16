// Differences against the real kernel: after any sequence of them it lists what a whole program would have put there.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCommands, must } from "../../agents/node/network/command.ts";
import { createProxyTable } from "../../agents/node/proxy/apply.ts";
import { buildProgram, type Program } from "../../agents/node/proxy/program.ts";
import { planService } from "../../agents/node/proxy/service-plan.ts";
import { ServiceBook } from "../../agents/node/services/service-book.ts";
import { clusterCidr, inLab, quiet, serviceCidr } from "./lab.ts";
import { changeSomething, diceOf } from "./random-world.ts";

const context = {
  place: { name: "node-1", zone: "" },
  ownAddresses: [],
  apiEndpoint: undefined,
  serviceCidr: "10.96.0.0/16",
};
const commands = createCommands();
const loud = { ...quiet, warn: (message: string, fields?: object) => console.log(message, fields) };

describe.skipIf(!inLab)("differences in the kernel", () => {
  beforeAll(() => must(commands, "nft", ["flush", "ruleset"]));
  afterAll(() => must(commands, "nft", ["flush", "ruleset"]));

  test.each([1, 2, 3])("equal a whole program (seed %i)", async (seed) => {
    const dice = diceOf(seed);
    const book = new ServiceBook();
    const stepwise = createProxyTable({ table: "stepwise", clusterCidr, serviceCidr }, commands, loud);
    expect(await stepwise.apply(programOf(book))).toEqual({ type: "changed", how: "whole" });
    for (let step = 0; step < 30; step++) {
      for (let change = dice(3); change >= 0; change--) changeSomething(book, dice);
      const outcome = await stepwise.apply(programOf(book));
      expect(outcome.type === "unchanged" || outcome).toEqual(
        outcome.type === "unchanged" ? true : { type: "changed", how: "difference" },
      );
      if (step % 10 !== 9) continue;
      const whole = createProxyTable({ table: "whole", clusterCidr, serviceCidr }, commands, quiet);
      expect(await whole.apply(programOf(book))).toEqual({ type: "changed", how: "whole" });
      expect(await listing("stepwise")).toEqual(await listing("whole"));
    }
  });
});

function programOf(book: ServiceBook): Program {
  return buildProgram(
    book.views().map((view) => planService(view, context)),
    clusterCidr,
  );
}

interface Listed {
  readonly [kind: string]: {
    readonly elem?: unknown[];
    readonly name?: string;
    readonly chain?: string;
    readonly expr?: unknown;
  };
}

/** What the kernel holds, without handles, counters and the order of hash tables. */
async function listing(table: string): Promise<string[]> {
  const text = await must(commands, "nft", ["-j", "list", "table", "ip", table]);
  const { nftables } = JSON.parse(text.replaceAll(`"${table}"`, '"t"')) as { nftables: Listed[] };
  const things = nftables
    .filter((one) => !("metainfo" in one))
    .map((one) => {
      const [kind, value] = Object.entries(one)[0] as [string, Listed[string] & { handle?: number }];
      const { handle: _handle, elem = [], ...rest } = value;
      const elements = elem.map((element) => JSON.stringify(element)).sort();
      return JSON.stringify({ kind, ...rest, elements });
    });
  // Rules of one chain keep their order; chains and sets come in the order in which they were made.
  return things
    .filter((one) => one.startsWith('{"kind":"rule"'))
    .sort(byChain)
    .concat(things.filter((one) => !one.startsWith('{"kind":"rule"')).sort());
}

function byChain(a: string, b: string): number {
  const chain = (text: string) => (JSON.parse(text) as { chain: string }).chain;
  return chain(a) < chain(b) ? -1 : chain(a) > chain(b) ? 1 : 0;
}
