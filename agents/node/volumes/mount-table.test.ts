// The kernel's table of mounts, read.
import { describe, expect, test } from "vitest";
import { isWithin, mountOf, mountsWithin, parseMountTable } from "./mount-table.ts";

const text = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:5 / /proc rw,nosuid - proc proc rw
31 22 0:26 / /data rw,relatime master:7 - tmpfs tmpfs rw,size=64k
32 31 0:27 / /data/with\\040blank rw shared:3 master:2 - tmpfs tmpfs rw
33 31 0:28 / /data/a rw - tmpfs tmpfs rw
34 33 0:29 / /data/a/b rw - tmpfs tmpfs rw
35 22 0:30 / /database rw - tmpfs tmpfs rw
`;
const table = parseMountTable(text);

describe("the mount table", () => {
  test("says what is where, and who shares it", () => {
    expect(table[0]).toEqual({ mountPoint: "/", type: "ext4", shared: true, slave: false });
    expect(table[2]).toEqual({ mountPoint: "/data", type: "tmpfs", shared: false, slave: true });
    expect(table[3]).toEqual({ mountPoint: "/data/with blank", type: "tmpfs", shared: true, slave: true });
    expect(table).toHaveLength(7);
  });

  test("a path lies on the innermost mount around it", () => {
    expect(mountOf(table, "/data/a/b/c")?.mountPoint).toBe("/data/a/b");
    expect(mountOf(table, "/data/ab")?.mountPoint).toBe("/data");
    expect(mountOf(table, "/etc")?.mountPoint).toBe("/");
  });

  test("mounts are taken away from the inside out, and only those within", () => {
    expect(mountsWithin(table, "/data")).toEqual(["/data/a/b", "/data/a", "/data/with blank", "/data"]);
    expect(mountsWithin(table, "/data/none")).toEqual([]);
  });

  test("a name that begins alike is not within", () => {
    expect(isWithin("/database", "/data")).toBe(false);
    expect(isWithin("/data", "/data")).toBe(true);
    expect(isWithin("/data/x", "/")).toBe(true);
  });
});
