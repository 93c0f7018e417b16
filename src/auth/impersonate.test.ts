import { expect, test } from "vitest";
import type { Attributes } from "./authorize.ts";
import { impersonated } from "./impersonate.ts";
import type { User } from "./user.ts";

const admin: User = { name: "admin", groups: ["system:masters"] };

function actingAs(lines: readonly (readonly [string, string])[], forbidden = "") {
  const asked: string[] = [];
  const decide = (_user: User, attributes: Attributes) => {
    if (attributes.type !== "resource") throw new Error("only parts of users are asked for");
    const { verb, group, resource, subresource, namespace, name } = attributes;
    const text = `${verb} ${group}/${resource}${subresource && `/${subresource}`} ${namespace && `${namespace}/`}${name}`;
    asked.push(text);
    return text === forbidden ? ({ allowed: false, reason: "no" } as const) : ({ allowed: true, reason: "" } as const);
  };
  const headers = new Headers();
  for (const [name, value] of lines) headers.append(name, value);
  return { user: impersonated(headers, admin, decide), asked };
}

test("without headers everybody acts for themselves", () => {
  expect(actingAs([["Accept", "x"]])).toEqual({ user: undefined, asked: [] });
});

test("a user is named, with groups, a uid and more", () => {
  const { user, asked } = actingAs([
    ["Impersonate-User", "jane"],
    ["Impersonate-Group", "devs"],
    ["Impersonate-Group", "cn=a,ou=b"],
    ["Impersonate-Uid", "u1"],
    ["Impersonate-Extra-scopes", "view"],
    ["Impersonate-Extra-scopes", "edit"],
    ["Impersonate-Extra-acme.com%2Fproject", "p"],
  ]);
  expect(user).toEqual({
    name: "jane",
    groups: ["devs", "cn=a,ou=b", "system:authenticated"],
    uid: "u1",
    extra: { scopes: ["view", "edit"], "acme.com/project": ["p"] },
  });
  expect(asked.sort()).toEqual([
    "impersonate /groups cn=a,ou=b",
    "impersonate /groups devs",
    "impersonate /users jane",
    "impersonate authentication.k8s.io/uids u1",
    "impersonate authentication.k8s.io/userextras/acme.com/project p",
    "impersonate authentication.k8s.io/userextras/scopes edit",
    "impersonate authentication.k8s.io/userextras/scopes view",
  ]);
});

test("a service account has its own groups", () => {
  const { user, asked } = actingAs([["Impersonate-User", "system:serviceaccount:team:robot"]]);
  expect(user?.groups).toEqual(["system:serviceaccounts", "system:serviceaccounts:team", "system:authenticated"]);
  expect(asked).toEqual(["impersonate /serviceaccounts team/robot"]);
});

test("nobody in particular is not authenticated", () => {
  expect(actingAs([["Impersonate-User", "system:anonymous"]]).user?.groups).toEqual(["system:unauthenticated"]);
});

test("each part must be allowed", () => {
  const jane = ["Impersonate-User", "jane"] as const;
  expect(() => actingAs([jane], "impersonate /users jane")).toThrow(
    'users "jane" is forbidden: User "admin" cannot impersonate resource "users" in API group "" at the cluster scope: no',
  );
  expect(() => actingAs([jane, ["Impersonate-Group", "g"]], "impersonate /groups g")).toThrow(
    'groups "g" is forbidden',
  );
});

test("groups and uids are somebody's, and not without end", () => {
  expect(() => actingAs([["Impersonate-Group", "g"]])).toThrow("requested [g] without impersonating a user");
  expect(() =>
    actingAs([
      ["Impersonate-Uid", "u"],
      ["Impersonate-Extra-a", "b"],
    ]),
  ).toThrow("requested [b u] without");
  expect(() => actingAs([["Impersonate-User", "x".repeat(9_000)]])).toThrow("too long");
});
