// What a list or a watch asks for, out of its query, with upstream's rules for what goes together.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/internalversion/{defaults.go,validation/validation.go}
import * as z from "zod";
import { type FieldError, forbiddenField } from "./field-error.ts";
import { booleanParameter, int64Parameter, readQuery } from "./query.ts";
import { badRequest, invalid } from "./status-error.ts";

export interface ListOptions {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly watch: boolean;
  readonly allowWatchBookmarks: boolean;
  /** "" when the request names none: the most recent state. */
  readonly resourceVersion: string;
  readonly resourceVersionMatch: "" | "Exact" | "NotOlderThan";
  /** How long a watch lives; undefined leaves it to the server. */
  readonly timeoutSeconds: number | undefined;
  /** Objects in one answer; undefined means all. */
  readonly limit: number | undefined;
  readonly continue: string;
  readonly sendInitialEvents: boolean | undefined;
}

/** No list is as long. */
const limitMax = 2 ** 31;

const listQuery = z.object({
  labelSelector: z.string().default(""),
  fieldSelector: z.string().default(""),
  watch: booleanParameter.default(false),
  allowWatchBookmarks: booleanParameter.default(false),
  resourceVersion: z.string().default(""),
  resourceVersionMatch: z.string().default(""),
  timeoutSeconds: int64Parameter.optional(),
  limit: int64Parameter.optional(),
  continue: z.string().default(""),
  sendInitialEvents: booleanParameter.optional(),
});

type ListQuery = z.output<typeof listQuery>;

/** Reads and judges the options of a list or (also by `/watch/` paths: `watch`) a watch. Throws BadRequest or Invalid. */
export function readListOptions(query: URLSearchParams, forced: { readonly watch?: boolean } = {}): ListOptions {
  const read = withDefaults({ ...readQuery(listQuery, query), ...(forced.watch === true ? { watch: true } : {}) });
  const errors = validateListOptions(read);
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", kind: "ListOptions" }, "", errors);
  return {
    ...read,
    resourceVersionMatch: read.resourceVersionMatch as ListOptions["resourceVersionMatch"],
    timeoutSeconds: read.timeoutSeconds,
    // More than any list has is no limit, and more than a double holds is none that can be counted to.
    limit: read.limit !== undefined && read.limit > 0 && read.limit < limitMax ? read.limit : undefined,
    sendInitialEvents: read.sendInitialEvents,
  };
}

/** A watch from nowhere begins with what there is. Kubernetes: internalversion/defaults.go SetListOptionsDefaults */
function withDefaults(options: ListQuery): ListQuery {
  const fromNowhere = options.resourceVersion === "" || options.resourceVersion === "0";
  if (!options.watch || !fromNowhere) return options;
  if (options.sendInitialEvents !== undefined || options.resourceVersionMatch !== "") return options;
  return { ...options, sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" };
}

function validateListOptions(options: ListQuery): FieldError[] {
  return options.watch ? validateWatch(options) : validateList(options);
}

function validateList(options: ListQuery): FieldError[] {
  const errors: FieldError[] = [];
  const match = options.resourceVersionMatch;
  const refuse = (detail: string) => errors.push(forbiddenField("resourceVersionMatch", detail));
  if (match !== "") {
    if (options.resourceVersion === "") {
      refuse("resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    if (options.continue !== "") refuse("resourceVersionMatch is forbidden when continue is provided");
    if (match !== "Exact" && match !== "NotOlderThan") {
      errors.push(unsupportedMatch(match, '"Exact", "NotOlderThan", ""'));
    }
    if (match === "Exact" && options.resourceVersion === "0") {
      refuse('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
    }
  }
  if (options.sendInitialEvents !== undefined) {
    errors.push(forbiddenField("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  }
  return errors;
}

function validateWatch(options: ListQuery): FieldError[] {
  const errors: FieldError[] = [];
  const match = options.resourceVersionMatch;
  const refuse = (detail: string) => errors.push(forbiddenField("resourceVersionMatch", detail));
  if (options.sendInitialEvents !== undefined && match !== "NotOlderThan") {
    refuse("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  }
  if (match === "") return errors;
  if (options.sendInitialEvents === undefined) {
    refuse("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
  }
  if (match !== "NotOlderThan") errors.push(unsupportedMatch(match, '"NotOlderThan"'));
  if (options.continue !== "") refuse("resourceVersionMatch is forbidden when continue is provided");
  return errors;
}

/** The supported values in upstream's order, which is not the alphabet's. */
function unsupportedMatch(match: string, supported: string): FieldError {
  return {
    type: "FieldValueNotSupported",
    field: "resourceVersionMatch",
    body: `Unsupported value: ${JSON.stringify(match)}: supported values: ${supported}`,
  };
}

/**
 * The revision that a resourceVersion stands for; "" and "0" are 0. Throws BadRequest when it is none.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/storage/api_object_versioner.go ParseResourceVersion
 */
export function parseResourceVersion(text: string): number {
  if (text === "") return 0;
  // 20 digits hold every uint64; above 2^53 no revision exists, and the nearest number says as much.
  if (/^[0-9]{1,20}$/.test(text)) return Number(text);
  const quoted = JSON.stringify(text.slice(0, 100));
  const reason = `strconv.ParseUint: parsing ${quoted}: invalid syntax`;
  throw badRequest(`invalid resource version: resourceVersion: Invalid value: ${quoted}: ${reason}`);
}
