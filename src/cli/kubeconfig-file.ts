// Puts a cluster into a kubeconfig file, beside whatever else is in it.
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { parse } from "yaml";
import { type Kubeconfig, type NamedEntry, renderKubeconfig } from "../tenancy/kubeconfig.ts";
import { type Owner, writePrivateFile } from "./private-file.ts";

type Lists = "clusters" | "users" | "contexts";
const lists: readonly Lists[] = ["clusters", "users", "contexts"];

function entries(config: Partial<Kubeconfig>, list: Lists): readonly NamedEntry[] {
  return Array.isArray(config[list]) ? config[list] : [];
}

/** Entries of the same names are replaced, others stay; the added context becomes the current one. */
export function mergeKubeconfig(into: Partial<Kubeconfig>, added: Kubeconfig): Kubeconfig {
  const merged = { ...into, apiVersion: "v1", kind: "Config", "current-context": added["current-context"] } as const;
  const combined = lists.map((list) => {
    const names = new Set(added[list].map((entry) => entry.name));
    return [list, [...entries(into, list).filter((entry) => !names.has(entry.name)), ...added[list]]];
  });
  return { ...merged, ...Object.fromEntries(combined) } as Kubeconfig;
}

export function parseKubeconfig(text: string): Partial<Kubeconfig> {
  const parsed: unknown = parse(text);
  if (parsed === null || parsed === undefined) return {};
  if (typeof parsed !== "object" || Array.isArray(parsed)) throw new Error("it is not a kubeconfig");
  return parsed;
}

/** Whose file it is: it stays its owner's, and a new one is for whoever called `sudo`. */
function ownerOf(path: string): Owner | undefined {
  if (existsSync(path)) return statSync(path);
  const { SUDO_UID: uid, SUDO_GID: gid } = process.env;
  return process.getuid?.() === 0 && uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Creates the file or adds to it; in one step, and readable by its owner alone. */
export function addToKubeconfig(path: string, added: Kubeconfig): void {
  // A link stays a link.
  const file = existsSync(path) ? realpathSync(path) : path;
  let existing: Partial<Kubeconfig> = {};
  try {
    if (existsSync(file)) existing = parseKubeconfig(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${path} was left as it is: ${(error as Error).message}`);
  }
  mkdirSync(dirname(file), { recursive: true });
  writePrivateFile(file, renderKubeconfig(mergeKubeconfig(existing, added)), ownerOf(file));
}
