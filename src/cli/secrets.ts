// The secrets of one instance: made once, kept in the data directory.
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import type { Random } from "../platform/random.ts";
import { secretBytes } from "./limits.ts";
import { writePrivateFile } from "./private-file.ts";

const schema = z.object({ operatorKey: z.string().min(1) });

export type Secrets = z.infer<typeof schema>;

export function readSecrets(path: string): Secrets | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path} does not hold what Skerry wrote there; restore it or remove it`);
  return parsed.data;
}

export function ensureSecrets(path: string, random: Random): Secrets {
  const known = readSecrets(path);
  if (known !== undefined) return known;
  const made = { operatorKey: Buffer.from(random.bytes(secretBytes)).toString("base64url") };
  writePrivateFile(path, JSON.stringify(made));
  return made;
}
