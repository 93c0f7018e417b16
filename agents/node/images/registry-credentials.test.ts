import { describe, expect, test } from "vitest";
import { encodeCredentials } from "../docker/pull-image.ts";
import { type ImageReference, parseImage } from "./image-reference.ts";
import { credentialsFor } from "./registry-credentials.ts";

function reference(image: string): ImageReference {
  const parsed = parseImage(image);
  if (parsed.type === "invalid") throw new Error(parsed.message);
  return parsed.reference;
}

function secret(auths: Record<string, unknown>) {
  const data = { ".dockerconfigjson": Buffer.from(JSON.stringify({ auths })).toString("base64") };
  return { type: "kubernetes.io/dockerconfigjson", data };
}

function users(image: string, auths: Record<string, unknown>): (string | undefined)[] {
  return credentialsFor(reference(image), [secret(auths)]).map(({ username }) => username);
}

describe("registry credentials", () => {
  const auths = {
    "https://index.docker.io/v1/": { username: "hub", password: "p" },
    "ghcr.io": { username: "all", password: "p" },
    "ghcr.io/team": { username: "team", password: "p" },
    "*.example.com": { username: "wild", password: "p" },
    "localhost:5000": { auth: Buffer.from("local:pass:word").toString("base64") },
  };

  test.each([
    ["busybox", ["hub"]],
    ["ghcr.io/other/app", ["all"]],
    ["ghcr.io/team/app", ["team", "all"]],
    ["registry.example.com/app", ["wild"]],
    ["a.registry.example.com/app", []],
    ["localhost:5000/app", ["local"]],
    ["localhost:5001/app", []],
  ])("%s is pulled as %j", (image, expected) => {
    expect(users(image, auths)).toEqual(expected);
  });

  test("an auth field is user and password, split at the first colon", () => {
    const [credentials] = credentialsFor(reference("localhost:5000/app"), [secret(auths)]);
    expect(credentials).toMatchObject({ username: "local", password: "pass:word" });
  });

  test("the old form is read too; what can't be read adds nothing", () => {
    const data = { ".dockercfg": Buffer.from('{"ghcr.io":{"username":"old","password":"p"}}').toString("base64") };
    const broken = { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "e30=" } };
    const found = credentialsFor(reference("ghcr.io/app"), [
      { type: "kubernetes.io/dockercfg", data },
      broken,
      { type: "Opaque" },
    ]);
    expect(found.map(({ username }) => username)).toEqual(["old"]);
  });

  test("are sent as base64url with its padding, without which Docker ignores them", () => {
    const header = encodeCredentials({ username: "a", password: "??>>" });
    expect(header).toMatch(/=$/);
    expect(header).not.toMatch(/[+/]/);
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ username: "a", password: "??>>" });
  });
});
