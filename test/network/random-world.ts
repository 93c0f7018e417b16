// A world of services that changes at random, from a seed: what programs and their differences are tried on.
import type { ServiceBook } from "../../agents/node/services/service-book.ts";
import { ending, notReady, service, slice } from "./objects.ts";

/** A small, repeatable source of numbers in [0, limit). */
export type Dice = (limit: number) => number;

/** mulberry32 */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** One change of one of a few services: often of its endpoints, sometimes of the service, sometimes its end. */
export function changeSomething(book: ServiceBook, dice: Dice): void {
  const number = dice(6);
  const name = `service-${number}`;
  const action = dice(10);
  if (action === 0) book.services.delete(service(name));
  else if (action === 1) book.slices.delete(slice(`${name}-a`, name, []));
  else if (action <= 4) book.services.set(randomService(name, number, dice));
  else book.slices.set(randomSlice(name, dice));
}

function randomService(name: string, number: number, dice: Dice) {
  const pick = <Value>(...values: Value[]): Value => values[dice(values.length)] as Value;
  const type = pick("ClusterIP", "NodePort", "LoadBalancer");
  const nodePort = type === "ClusterIP" ? {} : { nodePort: 30000 + dice(4) };
  const ports = [{ name: "", protocol: pick("TCP", "UDP", "SCTP"), port: 80, ...nodePort }];
  if (dice(3) === 0) ports.push({ name: "other", protocol: "TCP", port: 81 });
  const ingress = dice(2) === 0 ? [] : [{ ip: `203.0.113.${dice(3)}` }];
  return service(name, {
    clusterIP: dice(12) === 0 ? "None" : `10.96.1.${number}`,
    ports,
    status: { loadBalancer: { ingress } },
    spec: {
      type,
      externalIPs: dice(3) === 0 ? [`203.0.113.${dice(3)}`] : [],
      externalTrafficPolicy: pick("Cluster", "Local"),
      internalTrafficPolicy: pick("Cluster", "Cluster", "Local"),
      sessionAffinity: pick("None", "None", "ClientIP"),
      sessionAffinityConfig: { clientIP: { timeoutSeconds: pick(60, 600) } },
      loadBalancerSourceRanges: pick([], ["10.0.0.0/8"], ["10.0.0.0/8", "10.1.0.0/16"]),
    },
  });
}

function randomSlice(name: string, dice: Dice) {
  const endpoints = Array.from({ length: dice(5) }, (): [string, object] => {
    const state = [{}, {}, {}, notReady, ending][dice(5)] as object;
    return [`10.244.${dice(2)}.${dice(6) + 2}`, { ...state, nodeName: `node-${dice(2) + 1}` }];
  });
  const port = { port: 8080 + dice(2) };
  const ports = ["TCP", "UDP", "SCTP"].map((protocol) => ({ name: "", protocol, ...port }));
  return slice(`${name}-${dice(2) === 0 ? "a" : "b"}`, name, endpoints, {
    ports: [...ports, { name: "other", protocol: "TCP", port: 9090 }],
  });
}
