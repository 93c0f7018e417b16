// The variables of a container: from ConfigMaps and Secrets, from its own list, from the pod, from services.
// Kubernetes: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables
import { decodeBase64 } from "../../../src/apimachinery/base64.ts";
import type {
  ConfigMap,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  Pod,
  Secret,
} from "../../../src/kinds/facts/types.gen.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import {
  type AnyContainer,
  ConfigError,
  type Environment,
  type EnvironmentVariable,
  type PodPlace,
} from "../pods/collaborators.ts";
import { identityOf, specOf } from "../pods/pod-parts.ts";
import type { ServiceBook } from "../services/service-book.ts";
import { notFoundText, type ObjectRef, type ObjectSource } from "../volumes/object-source.ts";
import { type Amounts, containerResource } from "./container-resource.ts";
import { expandWith } from "./expand.ts";
import { SERVICES_WAIT_MS } from "./limits.ts";
import { podField, type Told } from "./pod-field.ts";
import { serviceVariables } from "./service-variables.ts";

export interface EnvironmentOptions {
  readonly source: ObjectSource;
  readonly services: ServiceBook;
  /** What the node has for pods: "cpu", "memory", "ephemeral-storage". */
  readonly allocatable: () => Amounts;
  readonly timers: Timers;
}

export class ContainerEnvironment implements Environment {
  readonly #options: EnvironmentOptions;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  async environmentFor(pod: Pod, container: AnyContainer, place: PodPlace): Promise<readonly EnvironmentVariable[]> {
    const services = await this.#serviceVariables(pod);
    const values = new Map<string, string>();
    for (const from of container.envFrom ?? []) {
      for (const [name, value] of await this.#allOf(pod, from)) values.set(`${from.prefix ?? ""}${name}`, value);
    }
    for (const variable of container.env ?? []) {
      const lookUp = (name: string) => values.get(name) ?? services.get(name) ?? `$(${name})`;
      const value = await this.#valueOf({ pod, container, place, variable, lookUp });
      if (value !== undefined) values.set(variable.name, value);
    }
    const rest = [...services].filter(([name]) => !values.has(name));
    return [...values, ...rest].map(([name, value]) => ({ name, value }));
  }

  async #serviceVariables(pod: Pod): Promise<Map<string, string>> {
    const book = this.#options.services;
    if (!book.complete && !(await this.#bookFills())) {
      throw new ConfigError("services have not yet been read at least once, cannot construct envvars");
    }
    return serviceVariables({
      services: book.views().map(({ service }) => service),
      namespace: identityOf(pod).namespace,
      linksEnabled: specOf(pod).enableServiceLinks ?? true,
    });
  }

  #bookFills(): Promise<boolean> {
    const { services: book, timers } = this.#options;
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        forget();
        resolve(book.complete);
      };
      const cancel = timers.after(SERVICES_WAIT_MS, done);
      const forget = book.onChange(() => {
        if (book.complete) done();
      });
    });
  }

  async #allOf(pod: Pod, { configMapRef, secretRef }: EnvFromSource): Promise<Map<string, string>> {
    const kind = configMapRef === undefined ? "Secret" : "ConfigMap";
    const { name = "", optional = false } = configMapRef ?? secretRef ?? {};
    return (await this.#dataOf({ kind, namespace: identityOf(pod).namespace, name }, optional)) ?? new Map();
  }

  /** Undefined: the variable is left out. */
  async #valueOf(question: VariableQuestion): Promise<string | undefined> {
    const { variable, lookUp } = question;
    if (variable.value) return expandWith(variable.value, lookUp);
    return variable.valueFrom === undefined ? "" : this.#valueFrom(question, variable.valueFrom);
  }

  async #valueFrom(question: VariableQuestion, from: EnvVarSource): Promise<string | undefined> {
    const { pod, container, place, variable } = question;
    const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = from;
    if (fieldRef !== undefined) return told(podField(pod, fieldRef.fieldPath, place));
    if (resourceFieldRef !== undefined) {
      const allocatable = this.#options.allocatable();
      return told(containerResource({ selector: resourceFieldRef, pod, container, allocatable }));
    }
    if (configMapKeyRef !== undefined) return this.#keyOf(pod, "ConfigMap", configMapKeyRef);
    if (secretKeyRef !== undefined) return this.#keyOf(pod, "Secret", secretKeyRef);
    const what = from.fileKeyRef === undefined ? "its source" : "fileKeyRef";
    throw new ConfigError(`variable ${JSON.stringify(variable.name)}: ${what} is not supported by this node`);
  }

  async #keyOf(
    pod: Pod,
    kind: ObjectRef["kind"],
    { name = "", key, optional = false }: { name?: string; key: string; optional?: boolean },
  ): Promise<string | undefined> {
    const { namespace } = identityOf(pod);
    const data = await this.#dataOf({ kind, namespace, name }, optional);
    const value = data?.get(key);
    if (value !== undefined || optional) return value;
    throw new ConfigError(`couldn't find key ${key} in ${kind} ${namespace}/${name}`);
  }

  /** Undefined when it isn't there and need not be. */
  async #dataOf(ref: ObjectRef, optional: boolean): Promise<Map<string, string> | undefined> {
    const object = await this.#options.source.get(ref).catch((error: unknown) => {
      throw new ConfigError(error instanceof Error ? error.message : String(error));
    });
    if (object === undefined) {
      if (optional) return undefined;
      throw new ConfigError(notFoundText(ref));
    }
    const entries = Object.entries((object as ConfigMap | Secret).data ?? {});
    const text = (value: string) => (ref.kind === "Secret" ? decodedText(value) : value);
    return new Map(entries.map(([key, value]) => [key, text(value)]));
  }
}

interface VariableQuestion {
  readonly pod: Pod;
  readonly container: AnyContainer;
  readonly place: PodPlace;
  readonly variable: EnvVar;
  readonly lookUp: (name: string) => string;
}

function told(answer: Told): string {
  if (answer.type === "value") return answer.value;
  throw new ConfigError(answer.message);
}

function decodedText(base64: string): string {
  return Buffer.from(decodeBase64(base64) ?? []).toString("utf8");
}
