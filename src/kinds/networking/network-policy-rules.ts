// What a NetworkPolicy may say.
// Kubernetes: pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec
import { forbiddenField, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { parseCidr, rangeContains } from "../../apimachinery/ip-address.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isValidPortNumber } from "../../apimachinery/names.ts";
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from "../facts/types.gen.ts";
import { checkCidr, checkMessages, checkOptionalOneOf, checkPort, type Errors } from "../field-checks.ts";

const typesMax = 2;

export function validateNetworkPolicy({ spec }: NetworkPolicy): Errors {
  const errors: Errors = [];
  errors.push(...validateLabelSelector(spec?.podSelector, "spec.podSelector"));
  (spec?.ingress ?? []).forEach(({ ports, from }, index) => {
    checkRule(errors, `spec.ingress[${index}]`, ports, "from", from);
  });
  (spec?.egress ?? []).forEach(({ ports, to }, index) => {
    checkRule(errors, `spec.egress[${index}]`, ports, "to", to);
  });
  const types = spec?.policyTypes ?? [];
  if (types.length > typesMax) {
    errors.push(invalidValue("spec.policyTypes", types, "may not specify more than two policyTypes"));
    return errors;
  }
  types.forEach((type, index) => {
    const allowed = ["Egress", "Ingress"];
    if (!allowed.includes(type)) errors.push(notSupported(`spec.policyTypes[${index}]`, type, allowed));
  });
  return errors;
}

function checkRule(
  errors: Errors,
  path: string,
  ports: readonly NetworkPolicyPort[] | undefined,
  side: "from" | "to",
  peers: readonly NetworkPolicyPeer[] | undefined,
): void {
  (ports ?? []).forEach((port, index) => {
    checkPolicyPort(errors, `${path}.ports[${index}]`, port);
  });
  (peers ?? []).forEach((peer, index) => {
    checkPeer(errors, `${path}.${side}[${index}]`, peer);
  });
}

function checkPolicyPort(errors: Errors, path: string, { protocol, port, endPort }: NetworkPolicyPort): void {
  checkOptionalOneOf(errors, `${path}.protocol`, protocol, ["TCP", "UDP", "SCTP"]);
  if (port !== undefined) checkPort(errors, `${path}.port`, port);
  if (endPort === undefined) return;
  const at = `${path}.endPort`;
  if (port === undefined) errors.push(invalidValue(at, endPort, "may not be specified when `port` is not specified"));
  else if (typeof port === "string") {
    errors.push(invalidValue(at, endPort, "may not be specified when `port` is non-numeric"));
  } else {
    if (endPort < port) errors.push(invalidValue(at, endPort, "must be greater than or equal to `port`"));
    checkMessages(errors, at, endPort, isValidPortNumber(endPort));
  }
}

function checkPeer(errors: Errors, path: string, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): void {
  errors.push(...validateLabelSelector(podSelector, `${path}.podSelector`));
  errors.push(...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`));
  if (ipBlock !== undefined) checkBlock(errors, `${path}.ipBlock`, ipBlock);
  const peers = [podSelector, namespaceSelector, ipBlock].filter((peer) => peer !== undefined).length;
  if (peers === 0) errors.push(required(path, "must specify a peer"));
  else if (peers > 1 && ipBlock !== undefined) {
    errors.push(forbiddenField(path, "may not specify both ipBlock and another peer"));
  }
}

function checkBlock(errors: Errors, path: string, { cidr, except = [] }: IPBlock): void {
  if (!cidr) {
    errors.push(required(`${path}.cidr`));
    return;
  }
  checkCidr(errors, `${path}.cidr`, cidr);
  const block = parseCidr(cidr);
  if (block === undefined) return;
  except.forEach((text, index) => {
    const at = `${path}.except[${index}]`;
    checkCidr(errors, at, text);
    const inner = parseCidr(text);
    if (inner === undefined) return;
    if (rangeContains(block, inner.address) && inner.prefixLength > block.prefixLength) return;
    errors.push(invalidValue(at, text, "must be a strict subset of `cidr`"));
  });
}
