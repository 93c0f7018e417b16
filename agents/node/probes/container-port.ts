// A port of a container, by number or by name.
// Kubernetes: pkg/probe/util.go ResolveContainerPort
import { goQuote } from "../env/go-quote.ts";
import type { AnyContainer } from "../pods/collaborators.ts";

export type Resolved =
  | { readonly type: "port"; readonly port: number }
  | { readonly type: "wrong"; readonly message: string };

export function resolvePort(container: AnyContainer, port: number | string): Resolved {
  const number = typeof port === "number" ? port : (namedPort(container, port) ?? Number(port));
  // A number may have been stored as a text.
  if (typeof port === "string" && Number.isNaN(number)) {
    return { type: "wrong", message: `strconv.Atoi: parsing ${goQuote(port)}: invalid syntax` };
  }
  if (Number.isInteger(number) && number > 0 && number < 65536) return { type: "port", port: number };
  return { type: "wrong", message: `invalid port number: ${number}` };
}

function namedPort(container: AnyContainer, name: string): number | undefined {
  return container.ports?.find((one) => one.name === name)?.containerPort;
}
