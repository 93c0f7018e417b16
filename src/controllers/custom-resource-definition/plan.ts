// What a definition's status says of it: which names it has, whether it is served, whether its group is approved.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/{status,establish,apiapproval,finalizer}
import { formatTime } from "../../apimachinery/time.ts";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionStatus,
} from "../../kinds/facts/types.gen.ts";
import { findCondition, withCondition } from "../runtime/conditions.ts";

/** Names that other resources of the group have. */
export interface TakenNames {
  /** Plural, singular and short ones. */
  readonly resources: ReadonlySet<string>;
  /** Of objects and of lists. */
  readonly kinds: ReadonlySet<string>;
}

export const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

/** Whether the names that it asks for are the names it has. */
export function isSettled({ spec, status }: Readonly<CustomResourceDefinition>): boolean {
  const accepted = findCondition(status?.conditions, "NamesAccepted")?.status === "True";
  const established = findCondition(status?.conditions, "Established")?.status === "True";
  return (
    accepted && established && JSON.stringify(ordered(spec.names)) === JSON.stringify(ordered(status?.acceptedNames))
  );
}

function ordered(names: CustomResourceDefinitionNames | undefined): unknown {
  const {
    plural,
    singular = "",
    shortNames = [],
    kind,
    listKind = "",
    categories = [],
  } = names ?? { plural: "", kind: "" };
  return [plural, singular, shortNames, kind, listKind, categories];
}

/** The whole status as it is to be. */
export function statusOf(
  definition: Readonly<CustomResourceDefinition>,
  taken: TakenNames,
  nowMs: number,
): CustomResourceDefinitionStatus {
  const { names, conflict } = acceptNames(definition, taken);
  const before = definition.status?.conditions;
  const turned = formatTime(nowMs);
  const say = (
    conditions: CustomResourceDefinitionCondition[] | undefined,
    type: string,
    status: string,
    [reason, message]: readonly [string, string],
  ) => withCondition(conditions, { type, status, reason, message, lastTransitionTime: turned });
  let conditions =
    conflict === undefined
      ? say(before, "NamesAccepted", "True", ["NoConflicts", "no conflicts found"])
      : say(before, "NamesAccepted", "False", conflict);
  const wasEstablished = findCondition(before, "Established")?.status === "True";
  if (!wasEstablished) {
    conditions =
      conflict === undefined
        ? say(conditions, "Established", "True", ["InitialNamesAccepted", "the initial names have been accepted"])
        : say(conditions, "Established", "False", ["NotAccepted", "not all names are accepted"]);
  }
  const approval = approvalOf(definition);
  if (approval !== undefined) {
    const type = "KubernetesAPIApprovalPolicyConformant";
    conditions = say(conditions, type, approval.approved ? "True" : "False", approval.said);
  }
  return { ...definition.status, acceptedNames: names, conditions };
}

interface Accepted {
  readonly names: CustomResourceDefinitionNames;
  /** Reason and message. */
  readonly conflict: readonly [string, string] | undefined;
}

/** Kubernetes: pkg/controller/status/naming_controller.go calculateNamesAndConditions */
function acceptNames({ spec, status }: Readonly<CustomResourceDefinition>, taken: TakenNames): Accepted {
  const wanted = spec.names;
  const had: Partial<CustomResourceDefinitionNames> = status?.acceptedNames ?? {};
  const names = { plural: "", kind: "", ...had };
  let conflict: readonly [string, string] | undefined;
  const accept = (field: "plural" | "singular" | "kind" | "listKind", used: ReadonlySet<string>, reason: string) => {
    const name = wanted[field] ?? "";
    if (name !== had[field] && used.has(name)) conflict = [reason, `${JSON.stringify(name)} is already in use`];
    else if (name !== "") names[field] = name;
  };
  accept("plural", taken.resources, "PluralConflict");
  accept("singular", taken.resources, "SingularConflict");
  const clashes = (wanted.shortNames ?? []).filter(
    (name) => !(had.shortNames ?? []).includes(name) && taken.resources.has(name),
  );
  const clashing = clashes.map((name) => `${JSON.stringify(name)} is already in use`);
  if (clashing.length > 0) {
    conflict = ["ShortNamesConflict", clashing.length === 1 ? (clashing[0] as string) : `[${clashing.join(", ")}]`];
  } else setList(names, "shortNames", wanted.shortNames);
  accept("kind", taken.kinds, "KindConflict");
  accept("listKind", taken.kinds, "ListKindConflict");
  setList(names, "categories", wanted.categories);
  return { names, conflict };
}

function setList(
  names: CustomResourceDefinitionNames,
  field: "shortNames" | "categories",
  list: string[] | undefined,
): void {
  if (list === undefined) delete names[field];
  else names[field] = list;
}

const approvalAnnotation = "api-approved.kubernetes.io";

/** Undefined: the group is nobody's to approve. Kubernetes: pkg/apihelpers/helpers.go GetAPIApprovalState */
function approvalOf({
  metadata,
  spec,
}: Readonly<CustomResourceDefinition>):
  | { readonly approved: boolean; readonly said: readonly [string, string] }
  | undefined {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group)) return undefined;
  const value = metadata?.annotations?.[approvalAnnotation] ?? "";
  const must = `protected groups must have approval annotation "${approvalAnnotation}", see https://github.com/kubernetes/enhancements/pull/1111`;
  if (value === "") return { approved: false, said: ["MissingAnnotation", must] };
  if (value.startsWith("unapproved")) {
    return { approved: false, said: ["UnapprovedAnnotation", `not approved: ${JSON.stringify(value)}`] };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(value)) {
    return { approved: true, said: ["ApprovedAnnotation", `approved in ${value}`] };
  }
  const detail = `protected groups must have approval annotation "${approvalAnnotation}" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111`;
  return { approved: false, said: ["InvalidAnnotation", detail] };
}
