// What a projected volume may gather: several sources into one folder, no two of them into one file.
// Kubernetes: pkg/apis/core/validation/validation.go validateProjectionSources
import { forbiddenField, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../../apimachinery/label-selector.ts";
import { isDns1123Subdomain } from "../../../apimachinery/names.ts";
import type {
  ClusterTrustBundleProjection,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
} from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { checkSignerName } from "../../signer-name.ts";
import { checkFileMode, checkLocalPath } from "./path-rules.ts";
import { checkDownwardApiFile, checkKeysToPaths } from "./volume-rules.ts";

const tokenSecondsMin = 600;
const tokenSecondsMax = 2 ** 32;
const certificateSecondsMin = 3600;
const certificateSecondsMax = 7_862_400;
const kubernetesCertificateSecondsMax = 86_400;
const keyTypes = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"];

/** Takes note of where each file goes. */
class Paths {
  readonly #taken = new Set<string>();
  readonly #errors: Errors;
  readonly #at: string;

  constructor(errors: Errors, at: string) {
    this.#errors = errors;
    this.#at = at;
  }

  /** `culprit`: what upstream quotes when the path is taken. */
  take(path: string, culprit: string): void {
    if (this.#taken.has(path)) {
      this.#errors.push(invalidValue(this.#at, culprit, "conflicting duplicate paths"));
    } else this.#taken.add(path);
  }
}

export function checkProjected(errors: Errors, path: string, projected: ProjectedVolumeSource): void {
  checkFileMode(errors, `${path}.defaultMode`, projected.defaultMode);
  const paths = new Paths(errors, path);
  (projected.sources ?? []).forEach((source, index) => {
    const at = `${path}.sources[${index}]`;
    if (source.secret !== undefined) checkNamed(errors, `${at}.secret`, source.secret, paths);
    if (source.configMap !== undefined) checkNamed(errors, `${at}.configMap`, source.configMap, paths);
    for (const file of source.downwardAPI?.items ?? []) {
      checkDownwardApiFile(errors, `${at}.downwardAPI`, file);
      if (file.path) paths.take(file.path, file.path);
    }
    if (source.serviceAccountToken !== undefined) checkToken(errors, path, at, source.serviceAccountToken);
    if (source.clusterTrustBundle !== undefined) {
      checkTrustBundle(errors, `${at}.clusterTrustBundle`, source.clusterTrustBundle, paths);
    }
    if (source.podCertificate !== undefined) {
      checkPodCertificate(errors, `${at}.podCertificate`, source.podCertificate, paths);
    }
    if (Object.keys(source).length > 1) {
      errors.push(forbiddenField(at, "may not specify more than 1 volume type per source"));
    }
  });
}

interface NamedSource {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
}

function checkNamed(errors: Errors, path: string, source: NamedSource, paths: Paths): void {
  if (!source.name) errors.push(required(`${path}.name`));
  checkKeysToPaths(errors, `${path}.items`, source.items);
  for (const item of source.items ?? []) if (item.path) paths.take(item.path, source.name ?? "");
}

function checkToken(errors: Errors, volumePath: string, path: string, token: ServiceAccountTokenProjection): void {
  const { expirationSeconds: seconds = 0 } = token;
  const at = `${path}.serviceAccountToken.expirationSeconds`;
  if (seconds < tokenSecondsMin) {
    errors.push(invalidValue(at, seconds, "may not specify a duration less than 10 minutes"));
  }
  if (seconds > tokenSecondsMax) {
    errors.push(invalidValue(at, seconds, "may not specify a duration larger than 2^32 seconds"));
  }
  // Upstream names the volume's path here, not the source's.
  if (!token.path) errors.push(required(`${volumePath}.path`));
  else checkLocalPath(errors, `${volumePath}.path`, token.path);
}

function checkTrustBundle(errors: Errors, path: string, bundle: ClusterTrustBundleProjection, paths: Paths): void {
  const { name, signerName } = bundle;
  if (name !== undefined && signerName !== undefined) {
    errors.push(invalidValue(path, bundle, "only one of name and signerName may be used"));
  } else if (name !== undefined) checkBundleName(errors, path, name, bundle);
  else if (signerName !== undefined) {
    if (signerName === "") errors.push(required(`${path}.signerName`, "must be a valid signer name"));
    checkSignerName(errors, `${path}.signerName`, signerName);
    errors.push(...validateLabelSelector(bundle.labelSelector, `${path}.labelSelector`));
  } else errors.push(required(path, "either name or signerName must be specified"));
  if (!bundle.path) errors.push(required(`${path}.path`));
  checkLocalPath(errors, `${path}.path`, bundle.path ?? "");
  paths.take(bundle.path ?? "", bundle.path ?? "");
}

function checkBundleName(errors: Errors, path: string, name: string, bundle: ClusterTrustBundleProjection): void {
  if (name === "") errors.push(required(`${path}.name`, "must be a valid object name"));
  for (const message of isDns1123Subdomain(name.slice(name.lastIndexOf(":") + 1))) {
    errors.push(invalidValue(`${path}.name`, name, `not a valid clustertrustbundlename: ${message}`));
  }
  if (bundle.labelSelector !== undefined) {
    const detail = "labelSelector must be unset if name is specified";
    errors.push(invalidValue(`${path}.labelSelector`, bundle.labelSelector, detail));
  }
}

function checkPodCertificate(errors: Errors, path: string, certificate: PodCertificateProjection, paths: Paths): void {
  checkSignerName(errors, `${path}.signerName`, certificate.signerName ?? "");
  if (!keyTypes.includes(certificate.keyType)) {
    errors.push(notSupported(`${path}.keyType`, certificate.keyType ?? "", keyTypes));
  }
  const { maxExpirationSeconds: seconds } = certificate;
  if (seconds !== undefined) {
    const at = `${path}.maxExpirationSeconds`;
    const ours = (certificate.signerName ?? "").startsWith("kubernetes.io/");
    const max = ours ? kubernetesCertificateSecondsMax : certificateSecondsMax;
    if (seconds < certificateSecondsMin) {
      errors.push(invalidValue(at, seconds, "if provided, maxExpirationSeconds must be >= 3600"));
    }
    if (seconds > max) errors.push(invalidValue(at, seconds, `if provided, maxExpirationSeconds must be <= ${max}`));
  }
  const files = ["credentialBundlePath", "keyPath", "certificateChainPath"] as const;
  for (const field of files) {
    const target = certificate[field];
    if (!target) continue;
    checkLocalPath(errors, `${path}.${field}`, target);
    paths.take(target, target);
  }
  if (files.every((field) => !certificate[field])) {
    const detail = "specify at least one of credentialBundlePath, keyPath, and certificateChainPath";
    errors.push(required(path, detail));
  }
}
