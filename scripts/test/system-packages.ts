// What the tests need beside Node: on Debian, as root, it is installed from the distribution.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A program and the package that has it. */
const wanted: readonly { readonly program: string; readonly package: string }[] = [
  { program: "dockerd", package: "docker.io" },
  { program: "nft", package: "nftables" },
  { program: "iptables", package: "iptables" },
  { program: "ip", package: "iproute2" },
  { program: "conntrack", package: "conntrack" },
  { program: "curl", package: "curl" },
];

/** The test images are made of a busybox that needs no library; its package's program has the name of another's. */
const staticBusybox = "busybox-static";

/** For tests that are skipped without; nothing else waits for them. */
const optional = ["python3-kubernetes"];

function hasProgram(name: string): boolean {
  return ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].some((folder) =>
    existsSync(`${folder}/${name}`),
  );
}

function hasPackage(name: string): boolean {
  const result = spawnSync("dpkg", ["-s", name], { encoding: "utf8" });
  return result.status === 0 && result.stdout.includes("Status: install ok installed");
}

function aptGet(...parameters: string[]): boolean {
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", 2, 2] as ("ignore" | 2)[],
  };
  return spawnSync("apt-get", ["-qq", ...parameters], options).status === 0;
}

/** Installs what is missing. Answers why something still is that tests can't do without, or undefined. */
export function ensureSystemPackages(): string | undefined {
  const lacking = ensureWanted();
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) return lacking;
  const missing = optional.filter((one) => !hasPackage(one));
  if (missing.length > 0) install(missing);
  return lacking;
}

function install(packages: readonly string[]): boolean {
  console.log(`Installing ${packages.join(", ")} ...`);
  return aptGet("update") && aptGet("install", "-y", "--no-install-recommends", ...packages);
}

function ensureWanted(): string | undefined {
  const missing = wanted.filter((one) => !hasProgram(one.program)).map((one) => one.package);
  const isDebian = existsSync("/etc/debian_version");
  if (isDebian && !hasPackage(staticBusybox)) missing.push(staticBusybox);
  if (missing.length === 0) return undefined;
  const list = missing.join(", ");
  if (!isDebian) return `this machine lacks ${list}, and is not a Debian to install them on`;
  if (process.getuid?.() !== 0) return `this machine lacks ${list}; as root the tests install them`;
  return install(missing) ? undefined : `${list} could not be installed`;
}
