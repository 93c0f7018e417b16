// How API servers elsewhere know that it is this cluster which tells them who asks: a client's certificate of an
// authority that they find in kube-system.
// Kubernetes: kubeadm's front-proxy-ca and front-proxy-client; apiserver/pkg/authentication/request/headerrequest
import type { Random } from "../../platform/random.ts";
import { type Authority, type ClientCertificate, issueClient, makeAuthority } from "./issue.ts";

/** The only name that they are to accept. */
export const frontProxyName = "front-proxy-client";

const dayMs = 86_400_000;

/** Nobody replaces it; it only counts within its cluster. */
const authorityLifeMs = 10 * 365 * dayMs;

/** Short: it is handed to the nodes that carry requests. */
const clientLifeMs = dayMs;

/** What is about to run out is renewed. */
export const renewBeforeMs = dayMs / 2;

export function frontProxyAuthority(nowMs: number, random: Random): Promise<Authority> {
  return makeAuthority({ name: "front-proxy-ca", nowMs, lifeMs: authorityLifeMs, random });
}

export function frontProxyClient(authority: Authority, nowMs: number, random: Random): Promise<ClientCertificate> {
  return issueClient(authority, { name: frontProxyName, nowMs, lifeMs: clientLifeMs, random });
}
