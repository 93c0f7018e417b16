// The directory against clusters that fail, hang and come back.
import { describe, expect, test } from "vitest";
import { openNodeSql } from "../platform/node/sql.ts";
import type { ClusterControl, ClusterCredentials } from "./cluster-control.ts";
import { ClusterDirectory } from "./cluster-directory.ts";
import { directoryMigrations, migrateDirectory } from "./clusters.ts";
import { clusterPageMax, deleteRetryMs } from "./limits.ts";

/** A cluster that remembers what it was told, and fails on demand. */
class FakeCluster implements ClusterControl {
  state: "absent" | "present" = "absent";
  failures = 0;
  log: string[] = [];
  gate: Promise<void> = Promise.resolve();

  async create(cluster: { id: string }): Promise<ClusterCredentials> {
    await this.#step("create");
    this.state = "present";
    return { adminToken: `admin-${cluster.id}`, joinToken: `join-${cluster.id}` };
  }
  async destroy(): Promise<void> {
    await this.#step("destroy");
    this.state = "absent";
  }
  async credentials(): Promise<ClusterCredentials | undefined> {
    return this.state === "absent" ? undefined : { adminToken: "admin", joinToken: "join" };
  }
  async #step(name: string): Promise<void> {
    this.log.push(name);
    await this.gate;
    this.log.push(`${name} done`);
    if (this.failures-- > 0) throw new Error(`${name} failed`);
  }
}

function fixture(sql = openNodeSql()) {
  const clusters = new Map<string, FakeCluster>();
  const cluster = (id: string): FakeCluster => {
    const known = clusters.get(id) ?? new FakeCluster();
    clusters.set(id, known);
    return known;
  };
  const alarms: (number | undefined)[] = [];
  let nowMs = 1_000;
  const host = {
    sql,
    clock: { now: () => nowMs },
    alarm: { set: (timeMs: number) => void alarms.push(timeMs), clear: () => void alarms.push(undefined) },
    log: { info() {}, warn() {}, error() {} },
  };
  const restart = () => new ClusterDirectory(host, cluster);
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { directory: restart(), restart, cluster, alarms, advance, sql };
}

describe("creating", () => {
  test("[T1] again for the same ID answers the same credentials and creation time", async () => {
    const { directory, advance } = fixture();
    const first = await directory.create("blue");
    advance(5_000);
    const second = await directory.create("blue");
    expect(first).toEqual({
      type: "ready",
      existed: false,
      cluster: { id: "blue", state: "ready", createdMs: 1_000 },
      credentials: { adminToken: "admin-blue", joinToken: "join-blue" },
    });
    expect(second).toEqual({ ...first, existed: true });
  });

  test("[T2] cut short by a failure, it is not ready until the next one has completed it", async () => {
    const { directory, cluster, restart } = fixture();
    cluster("blue").failures = 1;
    await expect(directory.create("blue")).rejects.toThrow("create failed");
    expect(await directory.get("blue")).toMatchObject({ state: "creating" });
    expect(await directory.credentials("blue")).toEqual({ type: "absent" });
    expect(await restart().create("blue")).toMatchObject({ type: "ready", existed: false });
    expect(await directory.get("blue")).toMatchObject({ state: "ready" });
  });

  test.each(["", "Blue", "-a", "a-", "a/b", "a.b", "a".repeat(41), "../x", "ä"])(
    "[T6] refuses the ID %j",
    async (id) => {
      const { directory, cluster } = fixture();
      expect(await directory.create(id)).toMatchObject({ type: "invalid" });
      expect(cluster(id).log).toEqual([]);
      expect(await directory.list("")).toEqual({ clusters: [], next: undefined });
    },
  );

  test.each(["a", "0", "blue-1", "a".repeat(40)])("[T6] accepts the ID %j", async (id) => {
    expect(await fixture().directory.create(id)).toMatchObject({ type: "ready" });
  });
});

describe("deleting", () => {
  test("frees the ID", async () => {
    const { directory, cluster } = fixture();
    await directory.create("blue");
    expect(await directory.delete("blue")).toEqual({ type: "deleted" });
    expect(cluster("blue").state).toBe("absent");
    expect(await directory.get("blue")).toBeUndefined();
    expect(await directory.delete("blue")).toEqual({ type: "absent" });
    expect(await directory.create("blue")).toMatchObject({ type: "ready", existed: false });
  });

  test("[T3] the ID is taken until nothing is left", async () => {
    const { directory, cluster } = fixture();
    await directory.create("blue");
    cluster("blue").failures = 1;
    expect(await directory.delete("blue")).toEqual({ type: "deleting" });
    expect(await directory.create("blue")).toEqual({ type: "deleting" });
    expect(await directory.credentials("blue")).toEqual({ type: "absent" });
    expect(await directory.delete("blue")).toEqual({ type: "deleted" });
  });

  test("[T3] a creation that is under way is finished before the deletion begins", async () => {
    const { directory, cluster } = fixture();
    const blue = cluster("blue");
    let open = () => {};
    blue.gate = new Promise((resolve) => {
      open = resolve;
    });
    const creation = directory.create("blue");
    const deletion = directory.delete("blue");
    open();
    expect(await creation).toMatchObject({ type: "ready" });
    expect(await deletion).toEqual({ type: "deleted" });
    expect(blue.log).toEqual(["create", "create done", "destroy", "destroy done"]);
    expect(blue.state).toBe("absent");
  });

  test("[T4] the alarm is set before the attempt and carries it on after a crash", async () => {
    const { directory, cluster, alarms, restart } = fixture();
    await directory.create("blue");
    cluster("blue").failures = 2;
    await directory.delete("blue");
    expect(alarms).toEqual([1_000 + deleteRetryMs]);
    const after = restart();
    await after.onAlarm();
    expect(await after.get("blue")).toMatchObject({ state: "deleting" });
    expect(alarms).toHaveLength(2);
    await after.onAlarm();
    expect(await after.get("blue")).toBeUndefined();
    expect(alarms).toHaveLength(2);
  });
});

test("the list is in the order of IDs and comes in pages", async () => {
  const { directory, sql } = fixture();
  for (let index = 0; index <= clusterPageMax; index++) {
    sql.run("INSERT INTO clusters VALUES (?, 'ready', 1)", `c${String(index).padStart(4, "0")}`);
  }
  const first = await directory.list("");
  expect(first.clusters).toHaveLength(clusterPageMax);
  expect(first.next).toBe("c0999");
  const second = await directory.list(first.next as string);
  expect(second).toEqual({ clusters: [{ id: "c1000", state: "ready", createdMs: 1 }], next: undefined });
});

test("migrations run once and keep what is there", async () => {
  const sql = openNodeSql();
  migrateDirectory(sql);
  sql.run("INSERT INTO clusters VALUES ('blue', 'ready', 1)");
  migrateDirectory(sql);
  expect(sql.rows("SELECT name FROM directory_migrations")).toEqual(directoryMigrations.map((step) => [step.name]));
  expect(sql.rows("SELECT id FROM clusters")).toEqual([["blue"]]);
});
