// The contracts of storage and feed on a Durable Object's own SQLite, in workerd.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { durableSql } from "../../../src/platform/durable/sql.ts";
import { StoreBench } from "../../contract/bench.ts";
import { feedContract } from "../../contract/feed.ts";
import { memberContract } from "../../contract/member.ts";
import { storageContract } from "../../contract/storage.ts";
import { watchHubContract } from "../../contract/watch-hub.ts";
import { workQueueContract } from "../../contract/work-queue.ts";

const boxes = (env as { BOX: DurableObjectNamespace }).BOX;

describe.each([
  ["storage", storageContract],
  ["work queue", workQueueContract],
  ["watch hub", watchHubContract],
  ["feed", feedContract],
  ["member", memberContract],
] as const)("%s on a Durable Object", (part, cases) => {
  test.each(cases)("$name", async ({ name, run }) => {
    expect.hasAssertions();
    const box = boxes.get(boxes.idFromName(`${part} ${name}`));
    await runInDurableObject(box, async (_instance, state) => {
      await run(new StoreBench(durableSql(state.storage)));
    });
  });
});
