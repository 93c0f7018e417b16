// Marking connections whose source must become the node's before they leave it.
import type { Masquerade } from "./service-plan.ts";

/** The bit of the connection's mark that Kubernetes' proxies have always used. */
export const masqueradeBit = "0x4000";

/** The rules in front of a choice of endpoint. */
export function markRules(masquerade: Masquerade, clusterCidr: string): string[] {
  const mark = `ct mark set ct mark or ${masqueradeBit}`;
  switch (masquerade) {
    case "never":
      return [];
    case "outside":
      return [`ip saddr != ${clusterCidr} ${mark}`];
    case "always":
      return [mark];
    default:
      return masquerade satisfies never;
  }
}
