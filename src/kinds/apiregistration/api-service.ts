// APIService: where the server of a group version is.
import { base64ByteLength } from "../../apimachinery/base64.ts";
import { invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { isDns1035Label, isDns1123Subdomain } from "../../apimachinery/names.ts";
import { formatTime } from "../../apimachinery/time.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { APIService, APIServiceSpec } from "../facts/types.gen.ts";
import { checkMessages, type Errors } from "../field-checks.ts";

const portDefault = 443;
const groupPriorityMax = 20_000;
const versionPriorityMax = 1000;

export const apiService = builtinKind<APIService>({
  group: "apiregistration.k8s.io",
  version: "v1",
  kind: "APIService",
  plural: "apiservices",
  categories: ["api-extensions"],
  scope: "Cluster",
  needsResourceVersion: true,
  nameRule: "path-segment",
  subresources: { status: true },
  strategy: {
    setDefaults: ({ spec }) => {
      if (spec?.service !== undefined) spec.service.port ??= portDefault;
    },
    prepareForCreate: (object, { nowMs }) => {
      object.status = {};
      if (object.spec?.service === undefined) object.status.conditions = [localAvailable(nowMs)];
    },
    validateCreate: validateApiService,
    validateUpdate: validateApiService,
    validateStatusUpdate,
  },
  columns: [
    nameColumn,
    column<APIService>("Service", "string", ({ spec }) => {
      const service = spec?.service;
      return service === undefined ? "Local" : `${service.namespace ?? ""}/${service.name ?? ""}`;
    }),
    column<APIService>("Available", "string", ({ status }) => {
      const condition = status?.conditions?.find(({ type }) => type === "Available");
      if (condition === undefined) return "Unknown";
      return condition.status === "True" ? "True" : `${condition.status} (${condition.reason ?? ""})`;
    }),
    ageColumn,
  ],
});

function localAvailable(nowMs: number): NonNullable<NonNullable<APIService["status"]>["conditions"]>[number] {
  return {
    type: "Available",
    status: "True",
    lastTransitionTime: formatTime(nowMs),
    reason: "Local",
    message: "Local APIServices are always available",
  };
}

/** Kubernetes: staging/src/k8s.io/kube-aggregator/pkg/apis/apiregistration/validation/validation.go */
function validateApiService({ metadata, spec }: APIService): Errors {
  const errors: Errors = [];
  const { group = "", version = "", groupPriorityMinimum = 0, versionPriority = 0 } = spec ?? {};
  const name = `${version}.${group}`;
  if (metadata?.name !== name) {
    const detail = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(name)}`;
    errors.push(invalidValue("metadata.name", metadata?.name ?? "", detail));
  }
  if (group !== "") checkMessages(errors, "spec.group", group, isDns1123Subdomain(group));
  else if (version !== "v1") {
    errors.push(required("spec.group", "only v1 may have an empty group and it better be legacy kube"));
  }
  checkMessages(errors, "spec.version", version, isDns1035Label(version));
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > groupPriorityMax) {
    const detail = `must be positive and less than ${groupPriorityMax}`;
    errors.push(invalidValue("spec.groupPriorityMinimum", groupPriorityMinimum, detail));
  }
  if (versionPriority <= 0 || versionPriority > versionPriorityMax) {
    const detail = `must be positive and less than ${versionPriorityMax}`;
    errors.push(invalidValue("spec.versionPriority", versionPriority, detail));
  }
  checkServer(errors, spec);
  return errors;
}

function checkServer(errors: Errors, spec: APIServiceSpec | undefined): void {
  const { service, caBundle = "", insecureSkipTLSVerify = false } = spec ?? {};
  if (service === undefined) {
    if (caBundle !== "") {
      const bytes = `${base64ByteLength(caBundle)} bytes`;
      errors.push(invalidValue("spec.caBundle", bytes, "local APIServices may not have a caBundle"));
    }
    if (insecureSkipTLSVerify) {
      const detail = "local APIServices may not have insecureSkipTLSVerify";
      errors.push(invalidValue("spec.insecureSkipTLSVerify", true, detail));
    }
    return;
  }
  if (!service.namespace) errors.push(required("spec.service.namespace"));
  if (!service.name) errors.push(required("spec.service.name"));
  if (insecureSkipTLSVerify && caBundle !== "") {
    errors.push(invalidValue("spec.insecureSkipTLSVerify", true, "may not be true if caBundle is present"));
  }
}

function validateStatusUpdate({ status }: APIService): Errors {
  const errors: Errors = [];
  const statuses = ["True", "False", "Unknown"];
  (status?.conditions ?? []).forEach((condition, index) => {
    if (!statuses.includes(condition.status)) {
      errors.push(notSupported(`status.conditions[${index}].status`, condition.status, statuses));
    }
  });
  return errors;
}
