// The options of `skerry up`, checked.
import { isIP } from "node:net";
import { resolve } from "node:path";
import * as z from "zod";

export interface UpOptions {
  readonly port: number;
  readonly listen: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute; undefined: inside the data directory. */
  readonly kubeconfig: string | undefined;
  readonly agent: boolean;
}

const hostName = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/;

const schema = z.object({
  port: z.coerce
    .number("--port must be a number")
    .int()
    .min(1, "--port must be 1 to 65535")
    .max(65535, "--port must be 1 to 65535"),
  listen: z
    .string()
    .refine((value) => isIP(value) !== 0 || hostName.test(value), "--listen must be an address or a host name"),
  dataDir: z.string().min(1, "--data-dir must not be empty"),
  kubeconfig: z.string().min(1, "--kubeconfig must not be empty").optional(),
  agent: z.boolean(),
});

/** Throws a line for the person at the terminal. Paths are taken from `cwd`. */
export function upOptions(given: unknown, cwd: string): UpOptions {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join("; "));
  const { dataDir, kubeconfig, ...rest } = parsed.data;
  return {
    ...rest,
    dataDir: resolve(cwd, dataDir),
    kubeconfig: kubeconfig === undefined ? undefined : resolve(cwd, kubeconfig),
  };
}
