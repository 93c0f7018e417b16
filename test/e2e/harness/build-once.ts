// Builds before the first test, so that instances that start side by side don't build side by side.
import { execFileSync } from "node:child_process";
import { checkout } from "./checkout.ts";

export function setup(): void {
  execFileSync("npm", ["exec", "--offline", "--", "skerry", "version"], { cwd: checkout, stdio: ["ignore", 2, 2] });
}
