// Makes namespaces and objects for a benchmark.
import type { Generator } from "../load/generator.ts";
import type { Template } from "../load/requests.ts";
import type { Server } from "../server/server.ts";
import { type Collection, createObjects } from "./objects.ts";

const connections = 16;
const patienceMs = 120_000;

/** Runs every request of the template, once. */
async function runAll(generator: Generator, server: Server, template: Template): Promise<void> {
  const { endpoint } = server;
  const { answered } = await generator.load({ endpoint, template, connections, durationMs: patienceMs });
  if (answered < template.count) throw new Error(`only ${answered} of ${template.count} were made in time`);
}

export function makeNamespaces(generator: Generator, server: Server, prefix: string, count: number): Promise<void> {
  const body = `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"${prefix}{i}"}}`;
  const template = { method: "POST", path: "/api/v1/namespaces", body, first: 0, count, again: false };
  return runAll(generator, server, template);
}

export function makeObjects(
  generator: Generator,
  server: Server,
  collection: Collection,
  count: number,
): Promise<void> {
  return runAll(generator, server, createObjects(collection, 0, count));
}

/** Rows of the bare engine, under `/row-...`. */
export function makeRows(generator: Generator, server: Server, prefix: string, body: string, count: number) {
  return runAll(generator, server, { method: "POST", path: `${prefix}{i}`, body, first: 0, count, again: false });
}
