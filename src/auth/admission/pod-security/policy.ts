// What a namespace's labels say: which level is enforced, which is noted for audit, which is warned about.
// Kubernetes: staging/src/k8s.io/pod-security-admission/api/{constants,helpers}.go
import { type FieldError, invalidValue } from "../../../apimachinery/field-error.ts";
import { mapValue } from "../../../kinds/map-value.ts";

const levels = ["privileged", "baseline", "restricted"] as const;
export type Level = (typeof levels)[number];

export interface LevelVersion {
  readonly level: Level;
  /** 25 for v1.25. */
  readonly minor: number | "latest";
}

export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

export interface ReadPolicy {
  /** Always one that can be gone by: what can't be read is enforced as "restricted", and else ignored. */
  readonly policy: Policy;
  readonly errors: readonly FieldError[];
}

const prefix = "pod-security.kubernetes.io/";
const nothing: LevelVersion = { level: "privileged", minor: "latest" };
const unlabelled: ReadPolicy = { policy: { enforce: nothing, audit: nothing, warn: nothing }, errors: [] };

type Labels = Readonly<Record<string, string>>;

export function policyOf(labels: Labels | undefined): ReadPolicy {
  if (labels === undefined || !Object.keys(labels).some((key) => key.startsWith(prefix))) return unlabelled;
  const errors: FieldError[] = [];
  const enforce = readMode(labels, "enforce", "restricted", errors);
  const audit = readMode(labels, "audit", "privileged", errors);
  const warn = readMode(labels, "warn", "privileged", errors);
  return { policy: { enforce, audit, warn: warningOf(labels, enforce, warn) }, errors };
}

function readMode(labels: Labels, mode: keyof Policy, unreadable: Level, errors: FieldError[]): LevelVersion {
  return {
    level: readLevel(labels, `${prefix}${mode}`, unreadable, errors),
    minor: readVersion(labels, `${prefix}${mode}-version`, errors),
  };
}

function readLevel(labels: Labels, key: string, unreadable: Level, errors: FieldError[]): Level {
  const value = mapValue(labels, key);
  if (value === undefined) return nothing.level;
  const level = levels.find((one) => one === value);
  if (level !== undefined) return level;
  errors.push(invalidValue(`metadata.labels[${key}]`, value, `must be one of ${levels.join(", ")}`));
  return unreadable;
}

function readVersion(labels: Labels, key: string, errors: FieldError[]): LevelVersion["minor"] {
  const value = mapValue(labels, key);
  if (value === undefined || value === "latest") return "latest";
  const minor = /^v1\.(0|[1-9][0-9]*)$/.exec(value)?.[1];
  if (minor !== undefined) return Number(minor);
  errors.push(invalidValue(`metadata.labels[${key}]`, value, 'must be "latest" or "v1.x"'));
  return "latest";
}

/** What is enforced on pods is warned about where they are only described, unless the labels say otherwise. */
function warningOf(labels: Labels, enforce: LevelVersion, warn: LevelVersion): LevelVersion {
  const isSaid = mapValue(labels, `${prefix}warn`) !== undefined;
  const isReadable = mapValue(labels, `${prefix}enforce`) === enforce.level;
  if (isSaid || !isReadable || !isStricter(enforce.level, warn.level)) return warn;
  const isVersionSaid = mapValue(labels, `${prefix}warn-version`) !== undefined;
  return { level: enforce.level, minor: isVersionSaid ? warn.minor : enforce.minor };
}

export function isStricter(level: Level, other: Level): boolean {
  return levels.indexOf(level) > levels.indexOf(other);
}

export function isSame(one: LevelVersion, other: LevelVersion): boolean {
  return one.level === other.level && one.minor === other.minor;
}

/** "restricted:latest", "baseline:v1.25" */
export function policyText({ level, minor }: LevelVersion): string {
  return `${level}:${minor === "latest" ? minor : `v1.${minor}`}`;
}
