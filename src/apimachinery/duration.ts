// Durations: ages as kubectl prints them, and Go's text form (`1h30m`) as options and fields carry it.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go; Go: time.ParseDuration, Duration.String

/** `5m`, `3h`, `12d`: one unit, as table columns show ages. */
export function shortHumanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 24) return `${hours}h`;
  if (hours < 24 * 365) return `${Math.trunc(hours / 24)}d`;
  return `${Math.trunc(hours / 24 / 365)}y`;
}

/** `5m30s`, `3h`, `12d`: two units while the first is small. */
export function humanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return withRest(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return withRest(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 8) return withRest(days, "d", hours % 24, "h");
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  if (hours < 24 * 365 * 8) return withRest(years, "y", days % 365, "d");
  return `${years}y`;
}

function withRest(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value}${unit}` : `${value}${unit}${rest}${restUnit}`;
}

/** The age shown for a timestamp: `<unknown>` when there is none. */
export function ageOf(timeMs: number | undefined, nowMs: number): string {
  return timeMs === undefined ? "<unknown>" : humanDuration(nowMs - timeMs);
}

const unitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration's length in ms (`1h30m`, `-1.5s`, `0`); undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  const unsigned = /^[+-]?(.*)$/s.exec(text)?.[1] ?? "";
  if (unsigned === "0") return 0;
  if (unsigned === "" || unsigned.length > 128) return undefined;
  let totalMs = 0;
  let rest = unsigned;
  while (rest !== "") {
    const match = /^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)/.exec(rest);
    if (match === null) return undefined;
    totalMs += Number(match[1]) * (unitsMs[match[2] as string] as number);
    rest = rest.slice(match[0].length);
  }
  // Go keeps nanoseconds in an int64.
  if (totalMs * 1e6 > 2 ** 63) return undefined;
  return text.startsWith("-") ? -totalMs : totalMs;
}

/** Go's text of a duration in ms: `1h30m0s`, `1.5s`, `250ms`, `0s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return "0s";
  const sign = durationMs < 0 ? "-" : "";
  const ms = Math.abs(durationMs);
  if (ms < 1) return ms < 1e-3 ? `${sign}${round(ms * 1e6)}ns` : `${sign}${round(ms * 1000)}µs`;
  if (ms < 1000) return `${sign}${round(ms)}ms`;
  const seconds = `${round((ms % 60_000) / 1000)}s`;
  const minutes = Math.trunc(ms / 60_000) % 60;
  const hours = Math.trunc(ms / 3_600_000);
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

function round(value: number): number {
  return Number(value.toFixed(9));
}
