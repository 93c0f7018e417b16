// Acting as somebody else: `Impersonate-*` headers name whom, and the caller must be allowed each part of it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation/impersonation.go
import { badRequest, forbidden } from "../apimachinery/status-error.ts";
import { type Attributes, authorize, forbiddenMessage } from "./authorize.ts";
import { impersonationLengthMax } from "./limits.ts";
import { authenticatedGroup, type User } from "./user.ts";

const extraPrefix = "impersonate-extra-";
const accountPrefix = "system:serviceaccount:";
const anonymous = "system:anonymous";
const unauthenticatedGroup = "system:unauthenticated";

/** Whom the headers name, part by part. */
interface Wanted {
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/**
 * The user that a request of `caller` is to be served as; undefined: the caller itself. Throws Forbidden for what the
 * caller may not be, BadRequest for headers that name nobody.
 */
export function impersonated(headers: Headers, caller: User, asked: typeof authorize = authorize): User | undefined {
  const wanted = readHeaders(headers);
  if (wanted === undefined) return undefined;
  for (const attributes of attributesOf(wanted)) {
    const decision = asked(caller, attributes);
    if (decision.allowed) continue;
    const reason = decision.reason === "" ? "" : `: ${decision.reason}`;
    throw forbidden(attributes, attributes.name, forbiddenMessage(caller, attributes) + reason);
  }
  const { user: name, uid, extra } = wanted;
  return {
    name,
    groups: groupsOf(wanted),
    ...(uid === "" ? {} : { uid }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function readHeaders(headers: Headers): Wanted | undefined {
  const user = headers.get("impersonate-user") ?? "";
  const uid = headers.get("impersonate-uid") ?? "";
  const groups = valuesOf(headers.get("impersonate-group"));
  // Nearly every request: the other headers are not gone through.
  if (user === "" && uid === "" && groups.length === 0) return undefined;
  const extra: Record<string, string[]> = {};
  let length = user.length + uid.length + groups.join().length;
  headers.forEach((value, name) => {
    if (!name.startsWith(extraPrefix)) return;
    extra[unescaped(name.slice(extraPrefix.length))] = valuesOf(value);
    length += name.length + value.length;
  });
  if (length > impersonationLengthMax) throw badRequest("the Impersonate headers are too long");
  if (user === "") {
    const parts = [...groups, ...Object.values(extra).flat(), ...(uid === "" ? [] : [uid])];
    throw badRequest(`requested [${parts.join(" ")}] without impersonating a user`);
  }
  return { user, uid, groups, extra };
}

/** Lines of the same name arrive as one, joined by a comma and a space; a comma alone belongs to the value. */
function valuesOf(header: string | null): string[] {
  return header === null || header === "" ? [] : header.split(", ");
}

/** Keys are written with `%` for what a header's name may not have. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

type ResourceAttributes = Extract<Attributes, { type: "resource" }>;

/** Everything that the caller must be allowed: the verb `impersonate` on each part. */
function attributesOf({ user, uid, groups, extra }: Wanted): ResourceAttributes[] {
  const about = (group: string, resource: string, name: string, more: Partial<ResourceAttributes> = {}) =>
    ({
      type: "resource",
      verb: "impersonate",
      group,
      version: "v1",
      resource,
      subresource: "",
      namespace: "",
      name,
      ...more,
    }) as const;
  const account = accountOf(user);
  const ofGroup = "authentication.k8s.io";
  return [
    account === undefined
      ? about("", "users", user)
      : about("", "serviceaccounts", account.name, { namespace: account.namespace }),
    ...groups.map((name) => about("", "groups", name)),
    ...Object.entries(extra).flatMap(([subresource, values]) =>
      values.map((name) => about(ofGroup, "userextras", name, { subresource })),
    ),
    ...(uid === "" ? [] : [about(ofGroup, "uids", uid)]),
  ];
}

function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(accountPrefix)) return undefined;
  const [namespace, name, ...others] = user.slice(accountPrefix.length).split(":");
  return namespace && name && others.length === 0 ? { namespace, name } : undefined;
}

/** As told; without, those that the user has by its name. Everybody but one is somebody who was authenticated. */
function groupsOf({ user, groups }: Wanted): string[] {
  const account = accountOf(user);
  const byName = account === undefined ? [] : ["system:serviceaccounts", `system:serviceaccounts:${account.namespace}`];
  const told = groups.length > 0 ? [...groups] : byName;
  if (user === anonymous) return told.includes(unauthenticatedGroup) ? told : [...told, unauthenticatedGroup];
  const isTold = told.includes(authenticatedGroup) || told.includes(unauthenticatedGroup);
  return isTold ? told : [...told, authenticatedGroup];
}
