// Which version of Docker's API to speak with a daemon.
import type { DockerFailure } from "./failure.ts";
import { API_VERSION } from "./limits.ts";

export interface ServerVersion {
  readonly Version: string;
  readonly ApiVersion: string;
  readonly MinAPIVersion?: string;
}

export type VersionChoice =
  | { readonly type: "chosen"; readonly version: string }
  | Extract<DockerFailure, { type: "unsupported" }>;

/** Ours, or the daemon's oldest when that is newer than ours (Docker 29 begins at 1.44); never hard-coded further. */
export function chooseVersion(server: ServerVersion): VersionChoice {
  if (compareVersions(server.ApiVersion, API_VERSION) < 0) {
    const message = `Docker ${server.Version} speaks API ${server.ApiVersion}; ${API_VERSION} (Docker 20.10) or newer is needed`;
    return { type: "unsupported", message };
  }
  const oldest = server.MinAPIVersion ?? API_VERSION;
  return { type: "chosen", version: compareVersions(oldest, API_VERSION) > 0 ? oldest : API_VERSION };
}

function compareVersions(left: string, right: string): number {
  const [leftMajor = 0, leftMinor = 0] = left.split(".").map(Number);
  const [rightMajor = 0, rightMinor = 0] = right.split(".").map(Number);
  return leftMajor - rightMajor || leftMinor - rightMinor;
}
