// Upstream's conformance tests for Kubernetes 1.36, by name.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface ConformanceTest {
  /** The special interest group that owns it. */
  readonly area: string;
  /** Upstream's codename. */
  readonly name: string;
  /**
   * What it takes: A an API server only; C controllers, S a scheduler, N nodes that run pods, T traffic between pods,
   * services and the API server.
   */
  readonly needs: string;
}

export const conformanceTests: readonly ConformanceTest[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "tests.gen.json"), "utf8"),
);
