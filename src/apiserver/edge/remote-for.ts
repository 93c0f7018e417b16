// Which other server answers a group version.
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import type { RemoteApi } from "../aggregation/remote-api.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** Undefined: none. An APIService that was made a moment ago is looked for before that is said. */
export async function remoteFor(
  { edge, stubs }: Pick<GatewayRequest, "edge" | "stubs">,
  group: string,
  version: string,
): Promise<RemoteApi | undefined> {
  if (group === "" || builtinRegistry.kindsOf(group, version).length > 0) return undefined;
  const find = () => edge.settings.remotes.find((one) => one.group === group && one.version === version);
  const found = find();
  // One that was not available a moment ago may be by now.
  if (found?.available === true) return found;
  return (await edge.refreshForMiss(stubs.cluster)) ? find() : found;
}
