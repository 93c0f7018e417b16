// The configuration, read by workerd itself where that is quick, and by eye where it matters.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type WorkerdPlace, workerdConfig } from "./workerd-config.ts";

const manifest = {
  compatibilityDate: "2026-11-01",
  compatibilityFlags: ["enable_request_signal"],
  assetsBinding: "ASSETS",
  durableObjects: [
    { binding: "CLUSTER", className: "Cluster" },
    { binding: "NAMESPACE", className: "Namespace" },
  ],
  vars: { CA_CERTIFICATE: "", OPERATOR_KEY: "not this one", MODE: "plain" },
};

const place: WorkerdPlace = {
  address: "127.0.0.1:6443",
  worker: "worker.js",
  serverKey: "server.key",
  serverCertificate: "server.crt",
  assets: "/srv/assets",
  objects: '/srv/a "quoted" folder',
  vars: { CA_CERTIFICATE: "line one\nline two\n" },
  secrets: ["OPERATOR_KEY"],
};

test("every object of the manifest is bound and stored", () => {
  const config = workerdConfig(manifest, place);
  for (const { binding, className } of manifest.durableObjects) {
    expect(config).toContain(`(name = "${binding}", durableObjectNamespace = (className = "${className}"))`);
    expect(config).toContain(`(className = "${className}", uniqueKey = "skerry-${className}", enableSql = true)`);
  }
});

test("variables of the place win; a secret comes from the environment and is nowhere in the text", () => {
  const config = workerdConfig(manifest, place);
  expect(config).toContain('(name = "CA_CERTIFICATE", text = "line one\\nline two\\n")');
  expect(config).toContain('(name = "MODE", text = "plain")');
  expect(config).toContain('(name = "OPERATOR_KEY", fromEnvironment = "OPERATOR_KEY")');
  expect(config).not.toContain("not this one");
});

test("workerd understands it", () => {
  const folder = mkdtempSync(join(tmpdir(), "skerry-config-"));
  try {
    writeFileSync(join(folder, "workerd.capnp"), workerdConfig(manifest, place));
    for (const name of ["worker.js", "server.key", "server.crt"]) writeFileSync(join(folder, name), `the ${name}`);
    const workerd = (createRequire(import.meta.url)("workerd") as { default: string }).default;
    const compiled = execFileSync(workerd, ["compile", "--config-only", join(folder, "workerd.capnp")]);
    expect(compiled.includes("the worker.js")).toBe(true);
    expect(compiled.includes('/srv/a "quoted" folder')).toBe(true);
    expect(compiled.includes("skerry-Namespace")).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
