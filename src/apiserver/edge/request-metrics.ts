// What has been asked of one cluster, counted in this isolate since it began, under upstream's names.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/metrics/metrics.go
import type { RequestInfo } from "../request-info.ts";

/** Upper bounds of the buckets of a duration, in seconds: some of upstream's. */
const bucketsSeconds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10, 30, 60] as const;

/** Series that a cluster keeps: some eighty kinds with their verbs and a few codes. What is beyond is counted together. */
const seriesMax = 3_000;

interface Series {
  readonly labels: string;
  readonly codes: Map<number, number>;
  readonly buckets: number[];
  sumMs: number;
  count: number;
}

export class RequestMetrics {
  readonly #series = new Map<string, Series>();
  /** Being served now: by whether they may change something. */
  #reading = 0;
  #writing = 0;

  /** The answer is known when the function is called. Streams count as answered when they begin. */
  begin(info: RequestInfo, startedMs: number): (code: number, nowMs: number) => void {
    const reads = info.verb === "get" || info.verb === "list" || info.verb === "watch";
    if (reads) this.#reading += 1;
    else this.#writing += 1;
    return (code, nowMs) => {
      if (reads) this.#reading -= 1;
      else this.#writing -= 1;
      this.#count(info, code, nowMs - startedMs);
    };
  }

  /** Prometheus' text form. */
  lines(): string[] {
    const lines = ["# TYPE apiserver_request_total counter"];
    for (const { labels, codes } of this.#series.values()) {
      for (const [code, count] of codes) lines.push(`apiserver_request_total{code="${code}",${labels}} ${count}`);
    }
    lines.push("# TYPE apiserver_request_duration_seconds histogram");
    for (const { labels, buckets, sumMs, count } of this.#series.values()) {
      let below = 0;
      bucketsSeconds.forEach((bound, index) => {
        below += buckets[index] as number;
        lines.push(`apiserver_request_duration_seconds_bucket{${labels},le="${bound}"} ${below}`);
      });
      lines.push(`apiserver_request_duration_seconds_bucket{${labels},le="+Inf"} ${count}`);
      lines.push(`apiserver_request_duration_seconds_sum{${labels}} ${sumMs / 1000}`);
      lines.push(`apiserver_request_duration_seconds_count{${labels}} ${count}`);
    }
    lines.push(
      "# TYPE apiserver_current_inflight_requests gauge",
      `apiserver_current_inflight_requests{request_kind="readOnly"} ${this.#reading}`,
      `apiserver_current_inflight_requests{request_kind="mutating"} ${this.#writing}`,
    );
    return lines;
  }

  #count(info: RequestInfo, code: number, tookMs: number): void {
    const series = this.#seriesFor(info, code);
    series.codes.set(code, (series.codes.get(code) ?? 0) + 1);
    series.sumMs += tookMs;
    series.count += 1;
    // Nearly every request is in the first.
    let bucket = 0;
    while (bucket < bucketsSeconds.length && tookMs > (bucketsSeconds[bucket] as number) * 1000) bucket += 1;
    series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
  }

  /** A name that is not served is anybody's invention: a series of its own begins with a success. */
  #seriesFor(info: RequestInfo, code: number): Series {
    const key = keyOf(info);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const isOwn = code < 400 && this.#series.size < seriesMax;
    const chosen = isOwn ? key : otherKey(info);
    const series = this.#series.get(chosen) ?? {
      labels: labelsOf(chosen),
      codes: new Map(),
      buckets: [...bucketsSeconds, 0].map(() => 0),
      sumMs: 0,
      count: 0,
    };
    this.#series.set(chosen, series);
    return series;
  }
}

function labelsOf(key: string): string {
  const [verb, group, version, resource, subresource, scope] = key.split("|");
  return Object.entries({ verb, group, version, resource, subresource, scope })
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(",");
}

function keyOf(info: RequestInfo): string {
  if (info.type === "path") return otherKey(info);
  const { verb, group, version, resource, subresource, name, namespace } = info;
  const scope = name !== "" ? "resource" : namespace !== "" ? "namespace" : "cluster";
  return `${upstreamVerb(verb)}|${group}|${version}|${resource}|${subresource}|${scope}`;
}

/** What is counted without its name: paths beside resources, and what is not served. */
function otherKey({ verb }: RequestInfo): string {
  return `${upstreamVerb(verb)}|||||`;
}

const verbs: Readonly<Record<string, string>> = { create: "POST", update: "PUT" };

function upstreamVerb(verb: string): string {
  return verbs[verb] ?? verb.toUpperCase();
}
