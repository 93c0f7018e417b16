// The storage contract on node:sqlite.
import { describe, expect, test } from "vitest";
import { StoreBench } from "../../test/contract/bench.ts";
import { storageContract } from "../../test/contract/storage.ts";
import { watchHubContract } from "../../test/contract/watch-hub.ts";
import { workQueueContract } from "../../test/contract/work-queue.ts";
import { openNodeSql } from "../platform/node/sql.ts";

describe.each([
  ["storage", storageContract],
  ["work queue", workQueueContract],
  ["watch hub", watchHubContract],
] as const)("%s on node:sqlite", (_part, cases) => {
  test.each(cases)("$name", async ({ run }) => {
    expect.hasAssertions();
    const sql = openNodeSql();
    await run(new StoreBench(sql));
    sql.close();
  });
});
