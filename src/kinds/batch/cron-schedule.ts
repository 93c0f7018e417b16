// A CronJob's schedule: five fields of cron, or a descriptor like `@daily`, in the words of the library upstream uses.
// Kubernetes: github.com/robfig/cron/v3 parser.go ParseStandard

export type CronParse =
  | { readonly type: "schedule"; readonly schedule: CronSchedule }
  | { readonly type: "problem"; readonly text: string };

export type CronSchedule =
  | {
      readonly type: "fields";
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly daysOfMonth: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      readonly daysOfWeek: ReadonlySet<number>;
      /** A `*`: a day then must fit the other field only. */
      readonly anyDayOfMonth: boolean;
      readonly anyDayOfWeek: boolean;
      /** As `TZ=` before the fields names it. */
      readonly timeZone: string | undefined;
    }
  | { readonly type: "every"; readonly everyMs: number };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: Readonly<Record<string, number>>;
}

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const dayNames = "sun mon tue wed thu fri sat".split(" ");
const bounds: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: Object.fromEntries(monthNames.map((name, index) => [name, index + 1])) },
  { min: 0, max: 6, names: Object.fromEntries(dayNames.map((name, index) => [name, index])) },
];
const descriptors: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Carries a problem out of the nested readers. */
class CronError extends Error {}

export function parseCronSchedule(text: string): CronParse {
  try {
    return { type: "schedule", schedule: parse(text) };
  } catch (error) {
    if (error instanceof CronError) return { type: "problem", text: error.message };
    throw error;
  }
}

function parse(text: string): CronSchedule {
  if (text === "") throw new CronError("empty spec string");
  const zoned = /^(?:CRON_)?TZ=(\S*)\s*(.*)$/s.exec(text);
  const spec = zoned === null ? text : (zoned[2] as string).trim();
  if (spec.startsWith("@every ")) return { type: "every", everyMs: parseEvery(spec) };
  const known = Object.hasOwn(descriptors, spec) ? descriptors[spec] : undefined;
  if (known === undefined && spec.startsWith("@")) throw new CronError(`unrecognized descriptor: ${spec}`);
  const fields = (known ?? spec).split(/\s+/).filter((field) => field !== "");
  if (fields.length !== bounds.length) {
    throw new CronError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`);
  }
  const sets = fields.map((field, index) => parseField(field, bounds[index] as Bounds));
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  const isAny = (field = ""): boolean => field.split(",").some((part) => /^[*?](\/1)?$/.test(part));
  return {
    type: "fields",
    minutes,
    hours,
    daysOfMonth,
    months,
    daysOfWeek,
    anyDayOfMonth: isAny(fields[2]),
    anyDayOfWeek: isAny(fields[4]),
    timeZone: zoned?.[1],
  };
}

function parseEvery(spec: string): number {
  const text = spec.slice("@every ".length);
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    throw new CronError(`failed to parse duration ${spec}: time: invalid duration ${JSON.stringify(text)}`);
  }
  let ms = 0;
  for (const [, amount, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h)/g)) {
    ms += Number(amount) * (units[unit as string] as number);
  }
  // Never more often than once a second, and in whole seconds.
  return Math.max(1000, Math.floor(ms / 1000) * 1000);
}

function parseField(field: string, range: Bounds): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(",").filter((one) => one !== "")) {
    for (const value of parseRange(part, range)) values.add(value);
  }
  return values;
}

function parseRange(expression: string, range: Bounds): number[] {
  const [span = "", step, ...more] = expression.split("/");
  const [low = "", high, ...beyond] = span.split("-");
  if (beyond.length > 0) throw new CronError(`too many hyphens: ${expression}`);
  const any = low === "*" || low === "?";
  const start = any ? range.min : parseValue(low, range);
  let end = any ? range.max : high === undefined ? start : parseValue(high, range);
  if (more.length > 0) throw new CronError(`too many slashes: ${expression}`);
  const by = step === undefined ? 1 : parseNumber(step);
  if (step !== undefined && !any && high === undefined) end = range.max;
  if (start < range.min) {
    throw new CronError(`beginning of range (${start}) below minimum (${range.min}): ${expression}`);
  }
  if (end > range.max) throw new CronError(`end of range (${end}) above maximum (${range.max}): ${expression}`);
  if (start > end) throw new CronError(`beginning of range (${start}) beyond end of range (${end}): ${expression}`);
  if (by === 0) throw new CronError(`step of range should be a positive number: ${expression}`);
  return Array.from({ length: Math.floor((end - start) / by) + 1 }, (_, index) => start + index * by);
}

function parseValue(text: string, range: Bounds): number {
  const name = text.toLowerCase();
  const named = range.names !== undefined && Object.hasOwn(range.names, name) ? range.names[name] : undefined;
  return named ?? parseNumber(text);
}

function parseNumber(text: string): number {
  if (!/^[+-]?\d{1,9}$/.test(text)) {
    const quoted = JSON.stringify(text);
    throw new CronError(`failed to parse int from ${text}: strconv.Atoi: parsing ${quoted}: invalid syntax`);
  }
  const value = Number.parseInt(text, 10);
  if (value < 0) throw new CronError(`negative number (${value}) not allowed: ${text}`);
  return value;
}
