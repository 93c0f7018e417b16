// The agent's flags, read and checked.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";

const cidr = z.cidrv4();
const flags = z.object({
  server: z.url({ protocol: /^https?$/ }),
  token: z.string().optional(),
  "token-file": z.string().optional(),
  "ca-file": z.string().optional(),
  "cluster-id": z.string().optional(),
  "node-name": z
    .string()
    .min(1)
    .default(() => hostname().toLowerCase()),
  "node-ip": z.ipv4().optional(),
  "node-labels": z.string().default(""),
  "docker-socket": z.string().default("/var/run/docker.sock"),
  "data-dir": z.string().default("/var/lib/skerry"),
  "pod-cidr": cidr.optional(),
  "cluster-cidr": cidr.default("10.244.0.0/16"),
  "service-cidr": cidr.default("10.96.0.0/16"),
  "cluster-dns": z.ipv4().default("10.96.0.10"),
  "cluster-domain": z.string().default("cluster.local"),
  "host-dns": z.enum(["auto", "off", "resolv.conf"]).default("auto"),
  "resolv-conf": z.string().default("/etc/resolv.conf"),
  "cgroup-root": z.union([z.literal(""), z.string().regex(/^(\/[\w.-]+)+$/)]).default(""),
  "max-pods": z.coerce.number().int().min(1).max(1000).default(110),
  "pod-max-pids": z.coerce.number().int().min(0).default(0),
});

type Flags = z.infer<typeof flags>;

export interface AgentConfig {
  readonly server: string;
  readonly clusterId: string;
  /** Asked for each request: a token in a file may be renewed. */
  readonly token: () => string;
  /** PEM. */
  readonly ca: string | undefined;
  readonly nodeName: string;
  readonly nodeIP: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly dockerSocket: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly podCidr: string | undefined;
  readonly clusterCidr: string;
  readonly serviceCidr: string;
  readonly clusterDns: string;
  readonly clusterDomain: string;
  readonly hostDns: Flags["host-dns"];
  readonly hostResolvConf: string;
  readonly cgroupRoot: string;
  readonly podsMax: number;
  readonly podPidsMax: number;
}

export type ParsedConfig =
  | { readonly type: "config"; readonly config: AgentConfig }
  /** One line for each thing that is wrong. */
  | { readonly type: "wrong"; readonly messages: readonly string[] };

export function parseConfig(args: readonly string[]): ParsedConfig {
  let values: Record<string, unknown>;
  try {
    const options = Object.fromEntries(Object.keys(flags.shape).map((name) => [name, { type: "string" as const }]));
    values = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { type: "wrong", messages: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = flags.safeParse(values);
  if (!parsed.success) {
    return {
      type: "wrong",
      messages: parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`),
    };
  }
  try {
    return { type: "config", config: configOf(parsed.data) };
  } catch (error) {
    return { type: "wrong", messages: [error instanceof Error ? error.message : String(error)] };
  }
}

function configOf(parsed: Flags): AgentConfig {
  const caFile = parsed["ca-file"];
  return {
    server: parsed.server,
    clusterId: parsed["cluster-id"] ?? clusterOf(parsed.server),
    token: tokenOf(parsed),
    ca: caFile === undefined ? undefined : readFileSync(caFile, "utf8"),
    nodeName: parsed["node-name"],
    nodeIP: parsed["node-ip"] ?? hostAddress(),
    nodeLabels: labelsOf(parsed["node-labels"]),
    dockerSocket: parsed["docker-socket"],
    dataDir: resolve(parsed["data-dir"]),
    podCidr: parsed["pod-cidr"],
    clusterCidr: parsed["cluster-cidr"],
    serviceCidr: parsed["service-cidr"],
    clusterDns: parsed["cluster-dns"],
    clusterDomain: parsed["cluster-domain"],
    hostDns: parsed["host-dns"],
    hostResolvConf: parsed["resolv-conf"],
    cgroupRoot: parsed["cgroup-root"],
    podsMax: parsed["max-pods"],
    podPidsMax: parsed["pod-max-pids"],
  };
}

/** "https://host/clusters/ID" is the cluster ID. */
function clusterOf(server: string): string {
  return /\/clusters\/([^/]+)/.exec(new URL(server).pathname)?.[1] ?? "default";
}

function tokenOf({ token, "token-file": file }: Flags): () => string {
  if (token !== undefined) return () => token;
  if (file === undefined) throw new Error("one of --token and --token-file is needed");
  return () => readFileSync(file, "utf8").trim();
}

/** "a=b,c=d" */
function labelsOf(text: string): Record<string, string> {
  const pairs = text.split(",").filter((one) => one !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", value, ...rest] = pair.split("=");
      if (name === "" || value === undefined || rest.length > 0) {
        throw new Error(`--node-labels: ${JSON.stringify(pair)} is not of the form NAME=VALUE`);
      }
      return [name, value];
    }),
  );
}

/** The first address of this host that others can reach. Docker's own bridges don't count. */
function hostAddress(): string {
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    if (/^(docker|br-|veth|sk[0-9a-f]{4})/.test(name)) continue;
    const found = addresses.find(({ family, internal }) => family === "IPv4" && !internal);
    if (found !== undefined) return found.address;
  }
  return "127.0.0.1";
}

/** Tells this agent's containers from another's on the same Docker: the same as long as its data are. */
export function agentIdOf(dataDir: string): string {
  return createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
}
