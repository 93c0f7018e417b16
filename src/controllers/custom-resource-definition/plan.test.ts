import { describe, expect, test } from "vitest";
import { cronTabs } from "../../../test/fixtures/custom-resources.ts";
import type { CustomResourceDefinition } from "../../kinds/facts/types.gen.ts";
import { isSettled, statusOf, type TakenNames } from "./plan.ts";

const nowMs = Date.UTC(2026, 0, 2);
const nothing: TakenNames = { resources: new Set(), kinds: new Set() };

function fresh(): CustomResourceDefinition {
  return { ...cronTabs(), status: { storedVersions: ["v1"] } };
}

function said(definition: CustomResourceDefinition, taken = nothing): Record<string, string> {
  const conditions = statusOf(definition, taken, nowMs).conditions ?? [];
  return Object.fromEntries(conditions.map(({ type, status, reason }) => [type, `${status} ${reason}`]));
}

describe("statusOf", () => {
  test("free names are accepted, and the resource is established", () => {
    const status = statusOf(fresh(), nothing, nowMs);
    expect(status.acceptedNames).toEqual(fresh().spec.names);
    expect(status.storedVersions).toEqual(["v1"]);
    expect(said(fresh())).toEqual({ NamesAccepted: "True NoConflicts", Established: "True InitialNamesAccepted" });
    expect(isSettled({ ...fresh(), status })).toBe(true);
  });

  test.each([
    ["crontab", "SingularConflict"],
    ["crontabs", "PluralConflict"],
    ["ct", "ShortNamesConflict"],
  ])("%s is somebody else's", (name, reason) => {
    const taken = { ...nothing, resources: new Set([name]) };
    expect(said(fresh(), taken)).toEqual({ NamesAccepted: `False ${reason}`, Established: "False NotAccepted" });
  });

  test.each([
    ["CronTab", "KindConflict"],
    ["CronTabList", "ListKindConflict"],
  ])("the kind %s is somebody else's", (name, reason) => {
    const status = statusOf(fresh(), { ...nothing, kinds: new Set([name]) }, nowMs);
    expect(status.conditions?.[0]).toMatchObject({ reason, message: `"${name}" is already in use` });
  });

  test("what is established stays so when a new name clashes, and keeps the names it had", () => {
    const definition = cronTabs();
    definition.spec.names = { ...definition.spec.names, shortNames: ["ct", "cr"] };
    expect(isSettled(definition)).toBe(false);
    const status = statusOf(definition, { ...nothing, resources: new Set(["cr"]) }, nowMs);
    expect(status.acceptedNames?.shortNames).toEqual(["ct"]);
    expect(status.conditions?.map(({ type, status: is }) => [type, is])).toEqual([
      ["Established", "True"],
      ["NamesAccepted", "False"],
    ]);
  });

  test.each([
    [undefined, "False MissingAnnotation"],
    ["unapproved, experimental", "False UnapprovedAnnotation"],
    ["https://github.com/x/1", "True ApprovedAnnotation"],
    ["yes", "False InvalidAnnotation"],
  ])("a group of the community's with the approval %s", (value, outcome) => {
    const definition = fresh();
    definition.spec.group = "batch.k8s.io";
    if (value !== undefined) definition.metadata = { annotations: { "api-approved.kubernetes.io": value } };
    expect(said(definition)["KubernetesAPIApprovalPolicyConformant"]).toBe(outcome);
  });
});
