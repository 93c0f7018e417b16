// Who is asking: the outcome of authentication, and what authorization, admission and audit go by.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/authentication/user/user.go

export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export const authenticatedGroup = "system:authenticated";
export const bootstrappersGroup = "system:bootstrappers";
export const mastersGroup = "system:masters";
export const nodesGroup = "system:nodes";

/** The control plane itself, when a controller writes. */
export function controllerUser(controller: string): User {
  const name = `system:serviceaccount:kube-system:${controller}-controller`;
  return {
    name,
    groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system", authenticatedGroup, mastersGroup],
  };
}

/** A service account, as its tokens authenticate it. */
export function serviceAccountUser(namespace: string, name: string): User {
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, authenticatedGroup];
  return { name: `system:serviceaccount:${namespace}:${name}`, groups };
}

export function isNode(user: User): boolean {
  return user.groups.includes(nodesGroup);
}

/** The API server itself, where a client's request has it write another object than the one asked for. */
export const apiServerUser: User = { name: "system:apiserver", groups: [mastersGroup, authenticatedGroup] };
