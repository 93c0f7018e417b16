// What a container's environment may be made of.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateEnv, ValidateEnvFrom
import { invalidValue, required } from "../../../apimachinery/field-error.ts";
import { isConfigMapKey, isDns1123Subdomain, isRelaxedEnvironmentName } from "../../../apimachinery/names.ts";
import { nameRules } from "../../../apimachinery/object-meta.ts";
import type { EnvFromSource, EnvVar, EnvVarSource, FileKeySelector } from "../../facts/types.gen.ts";
import { checkDns1123Label, checkMessages, type Errors } from "../../field-checks.ts";
import { checkNoBacksteps } from "../volume/path-rules.ts";
import { checkFieldReference, checkResourceReference, variableFieldPaths } from "./downward-api-rules.ts";

const noSource =
  "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";

export function checkEnv(errors: Errors, path: string, variables: readonly EnvVar[] | undefined): void {
  (variables ?? []).forEach((variable, index) => {
    const at = `${path}[${index}]`;
    if (!variable.name) errors.push(required(`${at}.name`));
    else checkMessages(errors, `${at}.name`, variable.name, isRelaxedEnvironmentName(variable.name));
    if (variable.valueFrom === undefined) return;
    const from = `${at}.valueFrom`;
    const sources = checkSource(errors, from, variable.valueFrom);
    if (sources === 0) errors.push(invalidValue(from, "", noSource));
    else if (variable.value) {
      errors.push(invalidValue(from, "", "may not be specified when `value` is not empty"));
    } else if (sources > 1) {
      errors.push(invalidValue(from, "", "may not have more than one field specified at a time"));
    }
  });
}

/** Answers how many sources there are. */
function checkSource(errors: Errors, path: string, source: EnvVarSource): number {
  let sources = 0;
  if (source.fieldRef !== undefined) {
    sources += 1;
    checkFieldReference(errors, `${path}.fieldRef`, source.fieldRef, variableFieldPaths);
  }
  if (source.resourceFieldRef !== undefined) {
    sources += 1;
    checkResourceReference(errors, `${path}.resourceFieldRef`, source.resourceFieldRef, { namesContainer: false });
  }
  if (source.configMapKeyRef !== undefined) {
    sources += 1;
    checkKeyReference(errors, `${path}.configMapKeyRef`, source.configMapKeyRef);
  }
  if (source.secretKeyRef !== undefined) {
    sources += 1;
    checkKeyReference(errors, `${path}.secretKeyRef`, source.secretKeyRef);
  }
  if (source.fileKeyRef !== undefined) {
    sources += 1;
    checkFileKey(errors, `${path}.fileKeyRef`, source.fileKeyRef);
  }
  return sources;
}

interface KeyReference {
  readonly name?: string;
  readonly key?: string;
}

function checkKeyReference(errors: Errors, path: string, { name = "", key }: KeyReference): void {
  checkMessages(errors, `${path}.name`, name, isDns1123Subdomain(name));
  if (!key) errors.push(required(`${path}.key`));
  else checkMessages(errors, `${path}.key`, key, isConfigMapKey(key));
}

function checkFileKey(errors: Errors, path: string, { key, volumeName, path: file }: FileKeySelector): void {
  if (!key) errors.push(required(`${path}.key`));
  else checkMessages(errors, `${path}.key`, key, isRelaxedEnvironmentName(key));
  if (!volumeName) errors.push(required(`${path}.volumeName`));
  else checkDns1123Label(errors, `${path}.volumeName`, volumeName);
  if (!file) errors.push(required(`${path}.path`));
  else checkNoBacksteps(errors, `${path}.path`, file);
}

export function checkEnvFrom(errors: Errors, path: string, sources: readonly EnvFromSource[] | undefined): void {
  (sources ?? []).forEach((source, index) => {
    const at = `${path}[${index}]`;
    if (source.prefix) checkMessages(errors, `${at}.prefix`, source.prefix, isRelaxedEnvironmentName(source.prefix));
    if (source.configMapRef !== undefined) checkWhole(errors, `${at}.configMapRef`, source.configMapRef.name);
    if (source.secretRef !== undefined) checkWhole(errors, `${at}.secretRef`, source.secretRef.name);
    // Upstream names the list here, not the entry.
    if (source.configMapRef === undefined && source.secretRef === undefined) {
      errors.push(invalidValue(path, "", "must specify one of: `configMapRef` or `secretRef`"));
    } else if (source.configMapRef !== undefined && source.secretRef !== undefined) {
      errors.push(invalidValue(path, "", "may not have more than one field specified at a time"));
    }
  });
}

function checkWhole(errors: Errors, path: string, name: string | undefined): void {
  if (!name) errors.push(required(`${path}.name`));
  else checkMessages(errors, `${path}.name`, name, nameRules["dns-subdomain"](name, true));
}
