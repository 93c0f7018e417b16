// PriorityLevelConfiguration: how many requests of a priority level are served at once.
import { forbiddenField, invalidValue, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type {
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  QueuingConfiguration,
} from "../facts/types.gen.ts";
import { checkOneOf, type Errors } from "../field-checks.ts";

const sharesDefault = 30;
const queuingDefaults = { queues: 64, handSize: 8, queueLengthLimit: 50 } as const;
const queuesMax = 10_000_000;
const none = "<none>";

export const priorityLevelConfiguration = builtinKind<PriorityLevelConfiguration>({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "PriorityLevelConfiguration",
  plural: "prioritylevelconfigurations",
  scope: "Cluster",
  hasGeneration: true,
  subresources: { status: true },
  strategy: { setDefaults, validateCreate: validateLevel, validateUpdate: validateLevel },
  columns: [
    nameColumn,
    column<PriorityLevelConfiguration>("Type", "string", ({ spec }) => spec?.type ?? ""),
    column<PriorityLevelConfiguration>("NominalConcurrencyShares", "string", ({ spec }) => {
      const { limited, exempt } = spec ?? {};
      return (limited ?? exempt)?.nominalConcurrencyShares ?? none;
    }),
    queuingColumn("Queues", "queues"),
    queuingColumn("HandSize", "handSize"),
    queuingColumn("QueueLengthLimit", "queueLengthLimit"),
    ageColumn,
  ],
});

function queuingColumn(
  name: string,
  field: keyof QueuingConfiguration,
): ReturnType<typeof column<PriorityLevelConfiguration>> {
  return column<PriorityLevelConfiguration>(
    name,
    "string",
    ({ spec }) => spec?.limited?.limitResponse?.queuing?.[field] ?? none,
  );
}

/** Kubernetes: pkg/apis/flowcontrol/v1/defaults.go */
function setDefaults({ spec }: PriorityLevelConfiguration): void {
  if (spec?.exempt !== undefined) {
    spec.exempt.nominalConcurrencyShares ??= 0;
    spec.exempt.lendablePercent ??= 0;
  }
  const limited = spec?.limited;
  if (limited === undefined) return;
  limited.nominalConcurrencyShares ??= sharesDefault;
  limited.lendablePercent ??= 0;
  const queuing = limited.limitResponse?.queuing;
  if (queuing === undefined) return;
  for (const field of ["queues", "handSize", "queueLengthLimit"] as const) queuing[field] ||= queuingDefaults[field];
}

/** Kubernetes: pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelConfigurationSpec */
function validateLevel({ metadata, spec }: PriorityLevelConfiguration): Errors {
  const errors: Errors = [];
  if ((metadata?.name === "exempt") !== (spec?.type === "Exempt")) {
    const detail = "type must be 'Exempt' if and only if name is 'exempt'";
    errors.push(invalidValue("spec.type", spec?.type ?? "", detail));
  }
  switch (spec?.type) {
    case "Exempt":
      if (spec.limited !== undefined) {
        errors.push(forbiddenField("spec.limited", "must be nil if the type is not Limited"));
      }
      break;
    case "Limited":
      if (spec.exempt !== undefined) errors.push(forbiddenField("spec.exempt", "must be nil if the type is Limited"));
      if (spec.limited === undefined) errors.push(required("spec.limited", "must not be empty when type is Limited"));
      else checkLimited(errors, "spec.limited", spec.limited);
      break;
    default:
      checkOneOf(errors, "spec.type", spec?.type, ["Exempt", "Limited"]);
  }
  return errors;
}

function checkLimited(errors: Errors, path: string, limited: LimitedPriorityLevelConfiguration): void {
  const shares = limited.nominalConcurrencyShares ?? 0;
  if (shares < 0) {
    errors.push(invalidValue(`${path}.nominalConcurrencyShares`, shares, "must be a non-negative integer"));
  }
  checkLimitResponse(errors, `${path}.limitResponse`, limited.limitResponse);
  const lendable = limited.lendablePercent;
  if (lendable !== undefined && (lendable < 0 || lendable > 100)) {
    errors.push(invalidValue(`${path}.lendablePercent`, lendable, "must be between 0 and 100, inclusive"));
  }
  const borrowing = limited.borrowingLimitPercent;
  if (borrowing !== undefined && borrowing < 0) {
    const detail = "if specified, must be a non-negative integer";
    errors.push(invalidValue(`${path}.borrowingLimitPercent`, borrowing, detail));
  }
}

function checkLimitResponse(errors: Errors, path: string, response: LimitResponse | undefined): void {
  const queuing = response?.queuing;
  switch (response?.type) {
    case "Reject":
      if (queuing !== undefined) {
        errors.push(forbiddenField(`${path}.queuing`, "must be nil if limited.limitResponse.type is not Limited"));
      }
      break;
    case "Queue":
      if (queuing === undefined)
        errors.push(required(`${path}.queuing`, "must not be empty if limited.limitResponse.type is Limited"));
      else checkQueuing(errors, `${path}.queuing`, queuing);
      break;
    default:
      checkOneOf(errors, `${path}.type`, response?.type, ["Queue", "Reject"]);
  }
}

function checkQueuing(errors: Errors, path: string, queuing: QueuingConfiguration): void {
  const { queues = 0, handSize = 0, queueLengthLimit = 0 } = queuing;
  if (queueLengthLimit <= 0) {
    errors.push(invalidValue(`${path}.queueLengthLimit`, queueLengthLimit, "must be positive"));
  }
  if (queues <= 0) errors.push(invalidValue(`${path}.queues`, queues, "must be positive"));
  else if (queues > queuesMax) {
    errors.push(invalidValue(`${path}.queues`, queues, `must not be greater than ${queuesMax}`));
  }
  if (handSize <= 0) errors.push(invalidValue(`${path}.handSize`, handSize, "must be positive"));
  else if (handSize > queues) {
    const detail = `should not be greater than queues (${queues})`;
    errors.push(invalidValue(`${path}.handSize`, handSize, detail));
  }
}
