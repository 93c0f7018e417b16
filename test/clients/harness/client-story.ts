// What a story of kubectl and helm starts from: a namespace and a folder of its own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { packagedTool } from "../../../src/cli/packaged-tools.ts";
import { checkout } from "../../e2e/harness/checkout.ts";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import { type ProgramResult, runProgram } from "../../e2e/harness/program.ts";
import { story } from "../../e2e/harness/story.ts";

export interface KubectlOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface ClientFixtures {
  /** Made for this test. It goes with the server. */
  readonly namespace: string;
  /** Removed after the test. */
  readonly folder: string;
  /** Writes into the folder, an object as JSON; answers the path. */
  readonly file: (name: string, content: string | object) => string;
  /** kubectl in the namespace; answers whatever comes. */
  readonly kubectlWith: (options: KubectlOptions, ...parameters: string[]) => Promise<ProgramResult>;
}

let serial = 0;

/** vitest's `test`, with `{ tools, namespace, folder, file, kubectlWith }`. */
export const clientStory = story.extend<ClientFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that one needs from here
  namespace: async ({}, use) => {
    const name = `client-${process.pid}-${serial++}`;
    await toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" }).kubectl("create", "namespace", name);
    await use(name);
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that one needs from here
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "skerry-client-"));
    await use(folder);
    rmSync(folder, { recursive: true });
  },
  file: async ({ folder }, use) => {
    await use((name, content) => {
      const path = join(folder, name);
      writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
      return path;
    });
  },
  kubectlWith: async ({ namespace }, use) => {
    const kubeconfig = inject("kubeconfig");
    await use(({ environment = {}, ...rest }, ...parameters) =>
      runProgram(packagedTool(checkout, "kubectl"), ["--namespace", namespace, ...parameters], {
        environment: { KUBECONFIG: kubeconfig, ...environment },
        ...rest,
      }),
    );
  },
});
