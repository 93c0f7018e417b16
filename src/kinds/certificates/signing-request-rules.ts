// What a request for a certificate may be, and what may become of it.
// Kubernetes: pkg/apis/certificates/validation/validation.go

import { decodeBase64 } from "../../apimachinery/base64.ts";
import { duplicate, forbiddenField, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import type { CertificateSigningRequest } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { repeatedAt } from "../repeated-at.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { checkSignerName } from "../signer-name.ts";

const expirationSecondsMin = 600;
const usages = [
  "any",
  "cert sign",
  "client auth",
  "code signing",
  "content commitment",
  "crl sign",
  "data encipherment",
  "decipher only",
  "digital signature",
  "email protection",
  "encipher only",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "key agreement",
  "key encipherment",
  "microsoft sgc",
  "netscape sgc",
  "ocsp signing",
  "s/mime",
  "server auth",
  "signing",
  "timestamping",
];

export function validateSigningRequest({ spec, status }: CertificateSigningRequest): Errors {
  const errors: Errors = [];
  const text = new TextDecoder().decode(decodeBase64(spec?.request ?? "") ?? new Uint8Array());
  if (!/-----BEGIN (NEW )?CERTIFICATE REQUEST-----/.test(text)) {
    const detail = "PEM block type must be CERTIFICATE REQUEST";
    errors.push(invalidValue("spec.request", spec?.request ?? "", detail));
  }
  const asked = spec?.usages ?? [];
  if (asked.length === 0) errors.push(required("spec.usages", "usages is required"));
  const repeated = repeatedAt(asked);
  asked.forEach((usage, index) => {
    if (!usages.includes(usage)) errors.push(notSupported(`spec.usages[${index}]`, usage, usages));
    if (repeated.has(index)) errors.push(duplicate(`spec.usages[${index}]`, usage));
  });
  if (spec?.signerName === "kubernetes.io/legacy-unknown") {
    const detail = "the legacy signerName is not allowed via this API version";
    errors.push(invalidValue("spec.signerName", spec.signerName, detail));
  } else checkSignerName(errors, "spec.signerName", spec?.signerName ?? "");
  const seconds = spec?.expirationSeconds;
  if (seconds !== undefined && seconds < expirationSecondsMin) {
    const detail = "may not specify a duration less than 600 seconds (10 minutes)";
    errors.push(invalidValue("spec.expirationSeconds", seconds, detail));
  }
  checkConditions(errors, status?.conditions ?? []);
  return errors;
}

type Conditions = NonNullable<NonNullable<CertificateSigningRequest["status"]>["conditions"]>;

function checkConditions(errors: Errors, conditions: Conditions): void {
  const at = "status.conditions";
  const repeated = repeatedAt(conditions.map(({ type }) => type));
  conditions.forEach(({ type, status }, index) => {
    if (!type) errors.push(required(`${at}[${index}].type`));
    if (!status) errors.push(required(`${at}[${index}].status`));
    else if ((type === "Approved" || type === "Denied" || type === "Failed") && status !== "True") {
      errors.push(notSupported(`${at}[${index}].status`, status, ["True"]));
    }
    if (repeated.has(index)) errors.push(duplicate(`${at}[${index}].type`, type));
  });
  const types = conditions.map(({ type }) => type);
  if (types.includes("Approved") && types.includes("Denied")) {
    errors.push(invalidValue(at, "Denied", "Approved and Denied conditions are mutually exclusive"));
  }
}

/** The signer's side: a decision is not its to make, and a certificate is given out once. */
export function validateSigningRequestStatus(
  object: CertificateSigningRequest,
  old: CertificateSigningRequest,
): Errors {
  const errors: Errors = [];
  const conditions = object.status?.conditions ?? [];
  const before = old.status?.conditions ?? [];
  checkConditions(errors, conditions);
  for (const type of ["Approved", "Denied"]) {
    const of = (list: Conditions): unknown => list.filter((one) => one.type === type);
    if (semanticEqual(of(conditions), of(before))) continue;
    const verb = before.some((one) => one.type === type) ? "remove or modify" : "add";
    const detail = `updates may not ${verb} a condition of type ${JSON.stringify(type)}`;
    errors.push(forbiddenField("status.conditions", detail));
  }
  const issued = old.status?.certificate;
  if (issued !== undefined && object.status?.certificate !== issued) {
    errors.push(
      forbiddenField("status.certificate", "updates may not set certificate content once it has been issued"),
    );
  }
  return errors;
}

/** The `approval` subresource: a decision is added, and stays. */
export function validateApproval(object: CertificateSigningRequest, old: CertificateSigningRequest): Errors {
  const errors: Errors = [];
  const conditions = object.status?.conditions ?? [];
  checkConditions(errors, conditions);
  const types = new Set(conditions.map(({ type }) => type));
  for (const { type } of old.status?.conditions ?? []) {
    if ((type !== "Approved" && type !== "Denied") || types.has(type)) continue;
    const detail = `updates may not remove a condition of type ${JSON.stringify(type)}`;
    errors.push(forbiddenField("status.conditions", detail));
  }
  return errors;
}
