import { describe, expect, test } from "vitest";
import { type CgroupSettings, cgroupFiles, cgroupFolder, cgroupParent } from "./pod-cgroup-name.ts";

const plain: CgroupSettings = { driver: "cgroupfs", version: 1, root: "" };
const systemd: CgroupSettings = { driver: "systemd", version: 2, root: "" };

describe("a pod's control group", () => {
  test("is a path for one driver and a slice for the other", () => {
    expect(cgroupParent(plain, "a-b", "Burstable")).toBe("/kubepods/burstable/poda-b");
    expect(cgroupParent({ ...plain, root: "/two" }, "a-b", "Guaranteed")).toBe("/two/kubepods/poda-b");
    expect(cgroupParent(systemd, "a-b", "BestEffort")).toBe("kubepods-besteffort-poda_b.slice");
  });

  test("is a folder within folders: systemd nests slices by their names", () => {
    expect(cgroupFolder(plain, "a-b", "Burstable")).toBe("/kubepods/burstable/poda-b");
    expect(cgroupFolder(systemd, "a-b", "BestEffort")).toBe(
      "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-poda_b.slice",
    );
  });

  test("has its bounds in the words of its version", () => {
    const amounts = { cpuShares: 102, cpuQuotaUs: 20_000, memoryBytes: undefined };
    expect(cgroupFiles(plain, amounts)).toEqual([
      { controller: "cpu", file: "cpu.shares", value: "102" },
      { controller: "cpu", file: "cpu.cfs_quota_us", value: "20000" },
      { controller: "memory", file: "memory.limit_in_bytes", value: "-1" },
    ]);
    expect(
      cgroupFiles(systemd, { cpuShares: 1024, cpuQuotaUs: undefined, memoryBytes: 5 }).map(({ file, value }) => [
        file,
        value,
      ]),
    ).toEqual([
      ["cpu.weight", "39"],
      ["cpu.max", "max 100000"],
      ["memory.max", "5"],
    ]);
  });
});
