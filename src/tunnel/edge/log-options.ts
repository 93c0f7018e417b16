// PodLogOptions from a request's query, validated as upstream does.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePodLogOptions
import { type FieldError, forbiddenField, invalidValue, notSupported } from "../../apimachinery/field-error.ts";
import { badRequest, invalid } from "../../apimachinery/status-error.ts";
import type { LogsHeader } from "../headers.ts";
import { flag } from "./command.ts";

const logStreams = ["All", "Stderr", "Stdout"] as const;

export type LogOptions = Omit<LogsHeader, "kind" | "pod" | "container" | "waiting">;

/** Throws StatusError. */
export function logOptionsOf(query: URLSearchParams, podName: string): LogOptions {
  const tailLines = integer(query, "tailLines");
  const sinceSeconds = integer(query, "sinceSeconds");
  const limitBytes = integer(query, "limitBytes");
  const sinceTime = time(query, "sinceTime");
  const stream = query.get("stream") ?? "All";

  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0) {
    errors.push(invalidValue("tailLines", tailLines, "must be greater than or equal to 0"));
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    errors.push(invalidValue("limitBytes", limitBytes, "must be greater than 0"));
  }
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    errors.push(forbiddenField("", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalidValue("sinceSeconds", sinceSeconds, "must be greater than 0"));
  }
  if (!isLogStream(stream)) errors.push(notSupported("stream", stream, logStreams));
  else if (stream !== "All" && tailLines !== undefined) {
    errors.push(forbiddenField("", "`tailLines` and specific `stream` are mutually exclusive for now"));
  }
  if (errors.length > 0 || !isLogStream(stream)) {
    throw invalid({ group: "", kind: "PodLogOptions" }, podName, errors);
  }
  return {
    follow: flag(query, "follow"),
    previous: flag(query, "previous"),
    timestamps: flag(query, "timestamps"),
    stream,
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceTime === undefined ? {} : { sinceTime }),
  };
}

function isLogStream(text: string): text is (typeof logStreams)[number] {
  return (logStreams as readonly string[]).includes(text);
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

/** Seconds since the epoch. */
function time(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
  const ms = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw badRequest(`parsing time ${JSON.stringify(text)} as RFC 3339: invalid syntax`);
  return ms / 1000;
}
