// Differences of programs: step by step they must lead where a whole program leads.
import { describe, expect, test } from "vitest";
import { service, slice } from "../../../test/network/objects.ts";
import { changeSomething, diceOf } from "../../../test/network/random-world.ts";
import { ServiceBook } from "../services/service-book.ts";
import { difference, differenceText, type ProgramChanges } from "./difference.ts";
import { buildProgram, emptyProgram, type Program, type SetName, setNames } from "./program.ts";
import { planService } from "./service-plan.ts";

const clusterCidr = "10.244.0.0/16";
const context = {
  place: { name: "node-1", zone: "" },
  ownAddresses: [],
  apiEndpoint: undefined,
  serviceCidr: "10.96.0.0/16",
};

function programOf(book: ServiceBook): Program {
  return buildProgram(
    book.views().map((view) => planService(view, context)),
    clusterCidr,
  );
}

/** A kernel as strict as the real one: no element twice, none missing, nothing named that isn't there, nothing removed that is named. */
class ModelKernel {
  readonly sets = Object.fromEntries(setNames.map((name) => [name, new Map<string, string>()])) as Record<
    SetName,
    Map<string, string>
  >;
  readonly chains = new Map<string, readonly string[]>();
  readonly clientSets = new Map<string, number>();

  apply(changes: ProgramChanges): void {
    for (const [name, seconds] of changes.clientSetsAdded) {
      must(!this.clientSets.has(name), `set ${name} exists`);
      this.clientSets.set(name, seconds);
    }
    for (const name of changes.chainsAdded) {
      must(!this.chains.has(name), `chain ${name} exists`);
      this.chains.set(name, []);
    }
    for (const [name, rules] of changes.rules) {
      must(this.chains.has(name), `chain ${name} is missing`);
      for (const rule of rules) this.#mustKnow(rule);
      this.chains.set(name, rules);
    }
    for (const set of setNames) {
      for (const element of changes.elements[set].removed)
        must(this.sets[set].delete(element), `${element} is missing`);
    }
    for (const set of setNames) {
      for (const [element, value] of changes.elements[set].added) {
        must(!this.sets[set].has(element), `${element} exists`);
        this.#mustKnow(value);
        this.sets[set].set(element, value);
      }
    }
    for (const name of changes.chainsRemoved) this.chains.set(name, []);
    for (const name of changes.chainsRemoved) {
      must(!this.#named().has(name), `chain ${name} is in use`);
      this.chains.delete(name);
    }
    for (const name of changes.clientSetsRemoved) {
      must(!this.#named().has(name), `set ${name} is in use`);
      this.clientSets.delete(name);
    }
  }

  #mustKnow(text: string): void {
    for (const [, kind, name] of text.matchAll(/(goto |@clients_)(\w+)/g)) {
      if (kind === "goto ") must(name === "refuse" || this.chains.has(name as string), `chain ${name} is missing`);
      else must(this.clientSets.has(`clients_${name}`), `set clients_${name} is missing`);
    }
  }

  #named(): Set<string> {
    const texts = [...[...this.chains.values()].flat(), ...setNames.flatMap((set) => [...this.sets[set].values()])];
    const names = texts.flatMap((text) => [...text.matchAll(/(?:goto |@)(\w+)/g)].map((match) => match[1] as string));
    return new Set(names);
  }
}

function must(condition: boolean, why: string): void {
  if (!condition) throw new Error(why);
}

describe("differences", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("applied step by step they equal the whole program (seed %i)", (seed) => {
    const dice = diceOf(seed);
    const book = new ServiceBook();
    const kernel = new ModelKernel();
    let before = emptyProgram;
    for (let step = 0; step < 250; step++) {
      for (let change = dice(3); change >= 0; change--) changeSomething(book, dice);
      const after = programOf(book);
      kernel.apply(difference(before, after));
      expect({ sets: kernel.sets, chains: kernel.chains, clientSets: kernel.clientSets }).toEqual({
        sets: after.sets,
        chains: after.chains,
        clientSets: after.clientSets,
      });
      before = after;
    }
  });

  test("one endpoint less is a handful of elements", () => {
    const book = new ServiceBook();
    book.services.set(service("web"));
    book.slices.set(slice("web-1", "web", [["10.244.0.2"], ["10.244.0.3"]]));
    const before = programOf(book);
    book.slices.set(slice("web-1", "web", [["10.244.0.3"]]));
    expect(differenceText("t", difference(before, programOf(book))).split("\n")).toEqual([
      "add chain ip t services_outside_tcp_1",
      "add rule ip t services_outside_tcp_1 ip saddr != 10.244.0.0/16 ct mark set ct mark or 0x4000",
      "add rule ip t services_outside_tcp_1 ip protocol tcp dnat ip to ip daddr . tcp dport . numgen random mod 1 map @services_tcp",
      "delete element ip t services { 10.96.0.20 . tcp . 80 }",
      "delete element ip t services_tcp { 10.96.0.20 . 80 . 0, 10.96.0.20 . 80 . 1 }",
      "delete element ip t hairpin { 10.244.0.2 . 10.244.0.2 }",
      "add element ip t services { 10.96.0.20 . tcp . 80 : goto services_outside_tcp_1 }",
      "add element ip t services_tcp { 10.96.0.20 . 80 . 0 : 10.244.0.3 . 8080 }",
      "flush chain ip t services_outside_tcp_2",
      "delete chain ip t services_outside_tcp_2",
      "",
    ]);
  });

  test("nothing changed, nothing written", () => {
    const book = new ServiceBook();
    book.services.set(service("web"));
    expect(differenceText("t", difference(programOf(book), programOf(book)))).toBe("");
  });
});
