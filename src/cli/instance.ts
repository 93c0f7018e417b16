// What a running instance leaves for the other commands: where it serves.
import { existsSync, readFileSync, rmSync } from "node:fs";
import * as z from "zod";
import type { ControlPlane } from "./control-plane-client.ts";
import type { DataDir } from "./data-dir.ts";
import { writePrivateFile } from "./private-file.ts";
import { lockHolder } from "./process/data-lock.ts";
import type { ProcessIdentity } from "./process/process-identity.ts";
import { readSecrets } from "./secrets.ts";

const schema = z.object({ server: z.string() });

export interface Instance {
  readonly server: string;
  readonly supervisor: ProcessIdentity;
}

export function writeInstance(dir: DataDir, server: string): void {
  writePrivateFile(dir.run.instance, JSON.stringify({ server }));
}

export function removeInstance(dir: DataDir): void {
  rmSync(dir.run.instance, { force: true });
}

/** The instance that serves from this directory now. */
export function runningInstance(dir: DataDir): Instance | undefined {
  const supervisor = lockHolder(dir.lock);
  if (supervisor === undefined || !existsSync(dir.run.instance)) return undefined;
  return { ...schema.parse(JSON.parse(readFileSync(dir.run.instance, "utf8"))), supervisor };
}

/** How to call the running instance as its operator. Throws a line for the person who asked when there is none. */
export function operatorAccess(dir: DataDir): ControlPlane {
  const instance = runningInstance(dir);
  const secrets = readSecrets(dir.secrets);
  if (instance === undefined || secrets === undefined) {
    throw new Error(`nothing runs on ${dir.root}; start it with \`npm start\``);
  }
  return {
    server: instance.server,
    caCertificate: readFileSync(dir.tls.caCertificate, "utf8"),
    token: secrets.operatorKey,
  };
}
