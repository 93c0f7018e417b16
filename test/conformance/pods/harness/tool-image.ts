// The image of the test tool: busybox, Node with its libraries, and the sources in `tool/`.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importImage } from "../../../../agents/node/docker/import-image.ts";
import { inspectImage } from "../../../../agents/node/docker/inspect-image.ts";
import { type TarEntry, tarArchive } from "../../../../agents/node/images/tar-archive.ts";
import { testDocker } from "../../../agent/test-docker.ts";

const folder = join(import.meta.dirname, "../tool");
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .sort()
  .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
const tag = sources
  .reduce((hash, { name, bytes }) => hash.update(name).update(bytes), createHash("sha256"))
  .digest("hex")
  .slice(0, 12);

export const toolImage = `skerry-test/tool:${tag}`;

/** No more: a static busybox that looks up names trips over libraries that aren't its own. */
const applets = "sh cat echo sleep ls".split(" ");

/** Where Node's libraries are on this machine, the loader among them. */
function libraries(): string[] {
  const text = execFileSync("ldd", [process.execPath], { encoding: "utf8" });
  return [...text.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path as string);
}

function file(path: string, bytes: Uint8Array, mode = 0o644): TarEntry {
  return { type: "file", path: path.replace(/^\//, ""), mode, bytes };
}

/** Makes it if it is missing. */
export async function ensureToolImage(): Promise<void> {
  const docker = testDocker();
  try {
    if ((await inspectImage(docker, toolImage)) !== undefined) return;
    const libs = libraries();
    const directories = ["bin", "etc", "proc", "sys", "dev", "tool", ...libs.flatMap(parents)];
    const entries: TarEntry[] = [
      ...[...new Set(directories)].map((path) => ({ type: "directory", path, mode: 0o755 }) as const),
      { type: "directory", path: "tmp", mode: 0o1777 },
      ...libs.map((path) => file(path, readFileSync(path), 0o755)),
      file("bin/node", readFileSync(process.execPath), 0o755),
      file("bin/busybox", readFileSync("/bin/busybox"), 0o755),
      ...applets.map((name) => ({ type: "symlink", path: `bin/${name}`, target: "/bin/busybox" }) as const),
      ...sources.map(({ name, bytes }) => file(`tool/${name}`, bytes)),
      file("tool/package.json", Buffer.from('{"type":"module"}')),
    ];
    const changes = [
      'ENTRYPOINT ["/bin/node", "--disable-warning=ExperimentalWarning", "/tool/tool.ts"]',
      "ENV PATH=/bin",
    ];
    await importImage(docker, { repository: "skerry-test/tool", tag, changes, tar: tarArchive(entries) });
  } finally {
    docker.close();
  }
}

/** `/lib/x/y.so` -> `lib`, `lib/x` */
function parents(path: string): string[] {
  const names = path.split("/").slice(1, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
