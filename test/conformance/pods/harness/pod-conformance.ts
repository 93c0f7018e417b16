// What a conformance test with running pods starts from. They run side by side: mostly they wait.
import { type ConformanceFixtures, conformance } from "../../harness/conformance.ts";
import { Pods } from "./pods.ts";

export interface PodFixtures extends ConformanceFixtures {
  /** Those of the test's namespace. */
  readonly pods: Pods;
}

/** For machines that have much else to do; most take seconds. */
const timeoutMs = 240_000;

/** A test of upstream's list, by its codename. */
export function podConformance(name: string, body: (fixtures: PodFixtures) => Promise<void>): void {
  conformance(name, (fixtures) => body({ ...fixtures, pods: new Pods(fixtures.api, fixtures.namespace) }), timeoutMs, {
    concurrent: true,
  });
}
