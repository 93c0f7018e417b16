// How long a request may take: a minute, or less when its `timeout` parameter says so. Streams have other ends,
// and plain reads wait for nothing (request-filter.ts).
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/filters/request_deadline.go
import { requestTimeoutMs } from "../../apimachinery/query.ts";
import { timeout } from "../../apimachinery/status-error.ts";
import type { Timers } from "../../platform/timers.ts";
import { requestTimeoutMsMax } from "../limits.ts";

/**
 * The answer of `serve`, or a Timeout error when it takes longer than it may. What was begun goes on: a
 * write may still happen, as it may at upstream. Throws BadRequest for a parameter that is no duration.
 */
export async function withinDeadline(url: URL, timers: Timers, serve: () => Promise<Response>): Promise<Response> {
  const askedMs = url.search === "" ? undefined : requestTimeoutMs(url.searchParams);
  const answer = serve();
  let stop = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    stop = timers.after(Math.min(askedMs ?? requestTimeoutMsMax, requestTimeoutMsMax), () =>
      reject(timeout("Timeout: request did not complete within the allotted timeout")),
    );
  });
  // The loser of the race must not count as an error that nobody has seen.
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late]);
  } finally {
    stop();
  }
}
