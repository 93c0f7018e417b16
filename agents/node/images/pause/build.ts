// Builds pause.c for each processor and writes the programs as text: `node scripts/run.mjs agents/node/images/pause/build.ts`.
// Needs gcc and aarch64-linux-gnu-gcc (Debian: gcc, gcc-aarch64-linux-gnu). The same compiler gives the same bytes.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const targets = [
  { architecture: "amd64", compiler: "gcc", flags: ["-fcf-protection=none"] },
  { architecture: "arm64", compiler: "aarch64-linux-gnu-gcc", flags: [] },
] as const;

const flags =
  "-Wall -Wextra -Werror -Os -ffreestanding -nostdlib -static -fno-stack-protector -fno-asynchronous-unwind-tables -fno-ident -fno-pie -no-pie -fno-tree-loop-distribute-patterns -Wl,-z,noseparate-code -Wl,-z,norelro -Wl,-z,noexecstack -Wl,--build-id=none -s".split(
    " ",
  );

const folder = mkdtempSync(join(tmpdir(), "pause-"));
const entries = targets.map(({ architecture, compiler, flags: own }) => {
  const program = join(folder, architecture);
  execFileSync(compiler, [...flags, ...own, "-o", program, join(import.meta.dirname, "pause.c")]);
  const lines = readFileSync(program)
    .toString("base64")
    .match(/.{1,116}/g) as string[];
  return `  ${architecture}:\n    ${lines.map((line) => `"${line}"`).join(" +\n    ")},`;
});
rmSync(folder, { recursive: true });

const text = `// pause.c, compiled for each processor, as base64. Written by build.ts: do not edit.

export const pauseBinaries = {
${entries.join("\n")}
} as const;
`;
writeFileSync(join(import.meta.dirname, "pause-binaries.gen.ts"), text);
