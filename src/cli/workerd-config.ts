// workerd's configuration, in Cap'n Proto's text form, from the Worker's manifest.
import * as z from "zod";

export const manifestSchema = z.object({
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()),
  assetsBinding: z.string(),
  durableObjects: z.array(z.object({ binding: z.string(), className: z.string() })),
  vars: z.record(z.string(), z.string()),
});

/** What `npm run build` makes from wrangler.toml. */
export type WorkerManifest = z.infer<typeof manifestSchema>;

export interface WorkerdPlace {
  /** `ADDRESS:PORT` for an IPv4 address or a name, `[ADDRESS]:PORT` for IPv6. */
  readonly address: string;
  /** Paths for `embed`, relative to the configuration. */
  readonly worker: string;
  readonly serverKey: string;
  readonly serverCertificate: string;
  /** Absolute paths. */
  readonly assets: string;
  readonly objects: string;
  /** Replace those of the manifest. */
  readonly vars: Readonly<Record<string, string>>;
  /** Bindings whose values workerd takes from its own environment: they must not lie in a file. */
  readonly secrets: readonly string[];
}

function quote(value: string): string {
  return JSON.stringify(value);
}

function list(lines: readonly string[], indent: string): string {
  return `[\n${lines.map((line) => `${indent}  ${line},\n`).join("")}${indent}]`;
}

export function workerdConfig(manifest: WorkerManifest, place: WorkerdPlace): string {
  const vars = Object.entries({ ...manifest.vars, ...place.vars }).filter(([name]) => !place.secrets.includes(name));
  const bindings = [
    ...manifest.durableObjects.map(
      (one) => `(name = ${quote(one.binding)}, durableObjectNamespace = (className = ${quote(one.className)}))`,
    ),
    `(name = ${quote(manifest.assetsBinding)}, service = "assets")`,
    ...place.secrets.map((name) => `(name = ${quote(name)}, fromEnvironment = ${quote(name)})`),
    ...vars.map(([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`),
  ];
  // The key is part of every object's ID: it must stay what it is, whatever else is renamed.
  const classes = manifest.durableObjects.map(
    (one) => `(className = ${quote(one.className)}, uniqueKey = ${quote(`skerry-${one.className}`)}, enableSql = true)`,
  );
  return `# Written by \`skerry up\` at each start.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "skerry", worker = .skerry),
    (name = "assets", disk = (path = ${quote(place.assets)})),
    (name = "objects", disk = (path = ${quote(place.objects)}, writable = true, allowDotfiles = true)),
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [
    (name = "https", address = ${quote(place.address)}, service = "skerry", https = (
      options = (),
      tlsOptions = (keypair = (
        privateKey = embed ${quote(place.serverKey)},
        certificateChain = embed ${quote(place.serverCertificate)},
      )),
    )),
  ],
);

const skerry :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed ${quote(place.worker)})],
  compatibilityDate = ${quote(manifest.compatibilityDate)},
  compatibilityFlags = [${manifest.compatibilityFlags.map(quote).join(", ")}],
  bindings = ${list(bindings, "  ")},
  durableObjectNamespaces = ${list(classes, "  ")},
  durableObjectStorage = (localDisk = "objects"),
);
`;
}
