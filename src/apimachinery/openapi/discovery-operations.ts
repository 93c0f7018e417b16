// The paths that tell what there is: versions, groups, resources.
import { metaDefinition } from "./operations.ts";
import { groupVersionId, groupVersionPath, groupVersionTag } from "./resource.ts";

export interface DiscoveryOperation {
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly answer: string;
}

/** Of one group version: the list of its resources. */
export function groupVersionOperation(group: string, version: string): DiscoveryOperation {
  return {
    path: `/${groupVersionPath(group, version)}/`,
    id: `get${groupVersionId(group, version)}APIResources`,
    tag: groupVersionTag(group, version),
    answer: `${metaDefinition}APIResourceList`,
  };
}

/** Of the server: its version, its groups. `groups` leaves out the core group. */
export function rootOperations(groups: readonly string[]): DiscoveryOperation[] {
  return [
    { path: "/api/", id: "getCoreAPIVersions", tag: "core", answer: `${metaDefinition}APIVersions` },
    { path: "/apis/", id: "getAPIVersions", tag: "apis", answer: `${metaDefinition}APIGroupList` },
    ...groups.map((group) => ({
      path: `/apis/${group}/`,
      id: `get${groupVersionId(group, "")}APIGroup`,
      tag: groupVersionTag(group, "").slice(0, -1),
      answer: `${metaDefinition}APIGroup`,
    })),
    { path: "/version/", id: "getCodeVersion", tag: "version", answer: "io.k8s.apimachinery.pkg.version.Info" },
  ];
}
