// A pod's registry secrets, asked for when there is something to pull.
import type { Pod, Secret } from "../../../src/kinds/facts/types.gen.ts";
import type { ApiClient } from "../api/client.ts";
import { pathOf } from "../api/resource-path.ts";
import type { PullSecrets } from "./collaborators.ts";
import { identityOf, specOf } from "./pod-parts.ts";

/** Not kept: pulls are rare, and secrets had better not lie about. */
export function apiPullSecrets(client: ApiClient): PullSecrets {
  return {
    async secretsFor(pod: Pod) {
      const { namespace } = identityOf(pod);
      const secrets: Secret[] = [];
      const missing: string[] = [];
      for (const { name } of specOf(pod).imagePullSecrets ?? []) {
        if (name === undefined || name === "") continue;
        try {
          secrets.push(await client.get<Secret>(pathOf({ apiVersion: "v1", plural: "secrets", namespace, name })));
        } catch {
          // Away, forbidden or not there: the pull may do without.
          missing.push(name);
        }
      }
      return { secrets, missing };
    },
  };
}
