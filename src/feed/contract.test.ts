// The contract of the feed, both of its sides, on node:sqlite.
import { describe, expect, test } from "vitest";
import { StoreBench } from "../../test/contract/bench.ts";
import { feedContract } from "../../test/contract/feed.ts";
import { memberContract } from "../../test/contract/member.ts";
import { openNodeSql } from "../platform/node/sql.ts";

describe.each([
  ["feed", feedContract],
  ["member", memberContract],
] as const)("%s on node:sqlite", (_part, cases) => {
  test.each(cases)("$name", async ({ run }) => {
    expect.hasAssertions();
    const sql = openNodeSql();
    await run(new StoreBench(sql));
    sql.close();
  });
});
