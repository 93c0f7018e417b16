// Reads from wrangler.toml what workerd must know of the Worker when there is no wrangler.
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import * as z from "zod";

const configuration = z.object({
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()).default([]),
  assets: z.object({ binding: z.string() }),
  durable_objects: z.object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) }),
  migrations: z.array(z.object({ new_sqlite_classes: z.array(z.string()).default([]) })),
  vars: z.record(z.string(), z.string()).default({}),
});

export interface WorkerManifest {
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly assetsBinding: string;
  readonly durableObjects: readonly { readonly binding: string; readonly className: string }[];
  readonly vars: Readonly<Record<string, string>>;
}

/** Throws when an object's class isn't one with SQLite: workerd would then refuse its `sql`. */
export function workerManifest(toml: string): WorkerManifest {
  const parsed = configuration.parse(parse(toml));
  const withSqlite = new Set(parsed.migrations.flatMap((migration) => migration.new_sqlite_classes));
  const durableObjects = parsed.durable_objects.bindings.map((one) => {
    if (!withSqlite.has(one.class_name))
      throw new Error(`wrangler.toml: ${one.class_name} is in no new_sqlite_classes`);
    return { binding: one.name, className: one.class_name };
  });
  return {
    compatibilityDate: parsed.compatibility_date,
    compatibilityFlags: parsed.compatibility_flags,
    assetsBinding: parsed.assets.binding,
    durableObjects,
    vars: parsed.vars,
  };
}

export function readWorkerManifest(path: string): WorkerManifest {
  return workerManifest(readFileSync(path, "utf8"));
}
