// Node: a machine that runs pods.
import { duplicate, forbiddenField, internalField, invalidValue } from "../../apimachinery/field-error.ts";
import { parseCidr } from "../../apimachinery/ip-address.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import type { Node } from "../facts/types.gen.ts";
import { checkCidr, type Errors } from "../field-checks.ts";
import { checkAmount } from "./resources/resource-rules.ts";
import { checkTaints } from "./taint-rules.ts";

const rolePrefix = "node-role.kubernetes.io/";
const roleLabel = "kubernetes.io/role";

export const node = builtinKind<Node>({
  group: "",
  version: "v1",
  kind: "Node",
  plural: "nodes",
  shortNames: ["no"],
  scope: "Cluster",
  subresources: { status: true, others: ["proxy"] },
  strategy: {
    setDefaults: setNodeDefaults,
    // A kubelet registers its node with the status it has.
    prepareForCreate: () => {},
    validateCreate: validateNode,
    validateUpdate: validateNodeUpdate,
    validateStatusUpdate: validateNodeUpdate,
    warnings: nodeWarnings,
  },
  columns: [
    nameColumn,
    column<Node>("Status", "string", nodeStatus),
    column<Node>("Roles", "string", (object) => nodeRoles(object).join(",") || "<none>"),
    ageColumn,
    column<Node>("Version", "string", (object) => object.status?.nodeInfo?.kubeletVersion ?? ""),
    wideColumn<Node>("Internal-IP", "string", (object) => nodeAddress(object, "InternalIP") ?? "<none>"),
    wideColumn<Node>("External-IP", "string", (object) => nodeAddress(object, "ExternalIP") ?? "<none>"),
    wideColumn<Node>("OS-Image", "string", (object) => object.status?.nodeInfo?.osImage || "<unknown>"),
    wideColumn<Node>("Kernel-Version", "string", (object) => object.status?.nodeInfo?.kernelVersion || "<unknown>"),
    wideColumn<Node>(
      "Container-Runtime",
      "string",
      (object) => object.status?.nodeInfo?.containerRuntimeVersion || "<unknown>",
    ),
  ],
  selectableFields: { "spec.unschedulable": (object) => String(object.spec?.unschedulable ?? false) },
});

/** Kubernetes: pkg/registry/core/node/strategy.go fieldIsDeprecatedWarnings */
function nodeWarnings({ spec }: Node): string[] {
  return [
    ...(spec?.configSource === undefined ? [] : ["spec.configSource: the feature is no longer supported"]),
    ...(spec?.externalID ? ["spec.externalID: this field is deprecated, and is unused by Kubernetes"] : []),
  ];
}

/** The address of a type ("InternalIP", "Hostname" ...); the first when there are several. */
export function nodeAddress(object: Node, type: string): string | undefined {
  return object.status?.addresses?.find((address) => address.type === type)?.address;
}

export function isNodeReady(object: Node): boolean {
  return object.status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
}

function nodeStatus(object: Node): string {
  const ready = object.status?.conditions?.find(({ type }) => type === "Ready");
  const status = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return object.spec?.unschedulable ? `${status},SchedulingDisabled` : status;
}

function nodeRoles(object: Node): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(object.metadata?.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    else if (key === roleLabel && value !== "") roles.add(value);
  }
  return [...roles].sort();
}

/** Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus, pkg/apis/core/v1/conversion.go (podCIDR) */
function setNodeDefaults({ spec, status }: Node): void {
  if (status?.capacity !== undefined) status.allocatable ??= { ...status.capacity };
  if (spec === undefined) return;
  const first = spec.podCIDRs?.[0];
  if (spec.podCIDR && spec.podCIDR !== first) spec.podCIDRs = [spec.podCIDR];
  else if (first !== undefined) spec.podCIDR = first;
}

/** Kubernetes: pkg/apis/core/validation/validation.go ValidateNode */
function validateNode(object: Node): Errors {
  const errors: Errors = [];
  // Upstream names the taints as if they were metadata.
  checkTaints(errors, "metadata.taints", object.spec?.taints);
  checkResources(errors, object);
  checkPodCidrs(errors, object.spec?.podCIDRs ?? []);
  return errors;
}

function checkResources(errors: Errors, { status }: Node): void {
  for (const list of ["capacity", "allocatable"] as const) {
    for (const [name, amount] of Object.entries(status?.[list] ?? {})) {
      checkAmount(errors, `status.${list}.${name}`, name, amount);
    }
  }
}

function checkPodCidrs(errors: Errors, cidrs: readonly string[]): void {
  cidrs.forEach((cidr, index) => {
    checkCidr(errors, `spec.podCIDRs[${index}]`, cidr);
  });
  if (cidrs.length <= 1) return;
  const families = cidrs.map((cidr) => parseCidr(cidr)?.address.family);
  if (families.includes(undefined)) {
    errors.push(internalField("spec.podCIDRs", "invalid PodCIDRs. failed to check with dual stack"));
  }
  if (new Set(families).size !== 2 || cidrs.length > 2) {
    errors.push(invalidValue("spec.podCIDRs", cidrs, "may specify no more than one CIDR for each IP family"));
  }
}

/** Kubernetes: pkg/apis/core/validation/validation.go ValidateNodeUpdate */
function validateNodeUpdate(object: Node, old: Node): Errors {
  const errors: Errors = [];
  checkResources(errors, object);
  const addresses = new Set<string>();
  (object.status?.addresses ?? []).forEach((address, index) => {
    const key = `${address.type}/${address.address}`;
    if (addresses.has(key)) errors.push(duplicate(`status.addresses[${index}]`, address));
    addresses.add(key);
  });
  checkSetOnce(errors, object, old);
  checkTaints(errors, "metadata.taints", object.spec?.taints);
  return errors;
}

function checkSetOnce(errors: Errors, object: Node, old: Node): void {
  const before = old.spec?.podCIDRs ?? [];
  const after = object.spec?.podCIDRs ?? [];
  if (before.length > 0 && (before.length !== after.length || before.some((cidr, index) => cidr !== after[index]))) {
    const detail = 'node updates may not change podCIDR except from "" to valid';
    errors.push(forbiddenField("spec.podCIDRs", detail));
  }
  if (old.spec?.providerID && old.spec.providerID !== object.spec?.providerID) {
    const detail = 'node updates may not change providerID except from "" to valid';
    errors.push(forbiddenField("spec.providerID", detail));
  }
  if ((object.spec?.externalID ?? "") !== (old.spec?.externalID ?? "")) {
    errors.push(forbiddenField("spec.externalID", "may not be updated"));
  }
}
