// Makes what clients fear come true at once: revisions that are too old to go on from.
import type { Tools } from "../../e2e/harness/kubectl.ts";

let serial = 0;

/**
 * After it, no list or watch across namespaces can go on from a revision before it: a namespace is gone, and its log with
 * it. Others wait for the five minutes that a log is kept.
 */
export async function expireRevisions({ kubectl }: Pick<Tools, "kubectl">): Promise<void> {
  const name = `gone-${process.pid}-${serial++}`;
  await kubectl("create", "namespace", name);
  await kubectl("delete", "namespace", name, "--timeout=20s");
}
