// /healthz, /livez and /readyz: what is checked, and the answers as upstream words them.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/server/healthz/healthz.go

export interface HealthCheck {
  readonly name: string;
  /** Throws when it fails. */
  check(): Promise<void>;
}

export interface HealthPath {
  readonly endpoint: "healthz" | "livez" | "readyz";
  /** One check's name, as in `/readyz/etcd`; "" for all of the endpoint's. */
  readonly check: string;
}

/** Undefined: the path is about something else. */
export function healthPath(path: string): HealthPath | undefined {
  // Nearly every path is another one: told by a look.
  if (!path.startsWith("/healthz") && !path.startsWith("/livez") && !path.startsWith("/readyz")) return undefined;
  const [, endpoint, check = ""] = /^\/(healthz|livez|readyz)(?:\/(.*))?$/.exec(path) ?? [];
  return endpoint === undefined ? undefined : { endpoint: endpoint as HealthPath["endpoint"], check };
}

/** The server answers at all. */
const ping: HealthCheck = { name: "ping", check: async () => {} };

/**
 * Health and liveness are the server's: whoever asks every second wakes no cluster by it. Readiness is the cluster's:
 * its object, which holds what upstream has in etcd, must answer.
 */
export function healthChecks(endpoint: HealthPath["endpoint"], reachCluster: () => Promise<void>): HealthCheck[] {
  const etcd: HealthCheck = { name: "etcd", check: reachCluster };
  return endpoint === "readyz" ? [ping, etcd] : [ping];
}

const headers = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };

/** All checks that the query does not exclude. Why one fails is not told: everybody may ask. */
export async function answerHealth(
  { endpoint }: HealthPath,
  checks: readonly HealthCheck[],
  query: URLSearchParams,
): Promise<Response> {
  const excluded = new Set(query.getAll("exclude"));
  const lines: string[] = [];
  let failed = false;
  for (const { name, check } of checks) {
    if (excluded.delete(name)) {
      lines.push(`[+]${name} excluded: ok`);
      continue;
    }
    const passes = await succeeds(check);
    failed ||= !passes;
    lines.push(passes ? `[+]${name} ok` : `[-]${name} failed: reason withheld`);
  }
  if (excluded.size > 0) {
    const names = [...excluded].sort().map((name) => JSON.stringify(name));
    lines.push(`warn: some health checks cannot be excluded: no matches for ${names.join(",")}`);
  }
  if (failed) return new Response(`${lines.join("\n")}\n${endpoint} check failed\n`, { status: 500, headers });
  if (!query.has("verbose")) return new Response("ok", { headers });
  return new Response(`${lines.join("\n")}\n${endpoint} check passed\n`, { headers });
}

/** One check by its name, with the reason when it fails; undefined: there is none of this name. */
export async function answerCheck(
  { check: name }: HealthPath,
  checks: readonly HealthCheck[],
): Promise<Response | undefined> {
  const found = checks.find((one) => one.name === name);
  if (found === undefined) return undefined;
  try {
    await found.check();
    return new Response("ok", { headers });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new Response(`internal server error: ${reason}\n`, { status: 500, headers });
  }
}

async function succeeds(check: () => Promise<void>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}
