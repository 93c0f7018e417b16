// What /metrics tells of requests.
import { expect, test } from "vitest";
import { requestInfo } from "../request-info.ts";
import { RequestMetrics } from "./request-metrics.ts";

function asked(metrics: RequestMetrics, path: string, code: number, tookMs = 1): void {
  metrics.begin(requestInfo("GET", path, false), 100)(code, 100 + tookMs);
}

test("requests are counted by what they are about, durations by bucket", () => {
  const metrics = new RequestMetrics();
  asked(metrics, "/api/v1/namespaces/a/pods/b", 200);
  asked(metrics, "/api/v1/namespaces/c/pods/d", 200, 30);
  asked(metrics, "/api/v1/namespaces/c/pods/e", 404);
  const lines = metrics.lines();
  const labels = 'verb="GET",group="",version="v1",resource="pods",subresource="",scope="resource"';
  expect(lines).toContain(`apiserver_request_total{code="200",${labels}} 2`);
  expect(lines).toContain(`apiserver_request_total{code="404",${labels}} 1`);
  expect(lines).toContain(`apiserver_request_duration_seconds_bucket{${labels},le="0.005"} 2`);
  expect(lines).toContain(`apiserver_request_duration_seconds_bucket{${labels},le="0.05"} 3`);
  expect(lines).toContain(`apiserver_request_duration_seconds_sum{${labels}} 0.032`);
  expect(lines).toContain(`apiserver_request_duration_seconds_count{${labels}} 3`);
});

test("names that nobody serves make no series", () => {
  const metrics = new RequestMetrics();
  for (let invented = 0; invented < 100; invented += 1) asked(metrics, `/api/v1/things${invented}`, 404);
  const counters = metrics.lines().filter((line) => line.startsWith("apiserver_request_total"));
  expect(counters).toEqual([
    'apiserver_request_total{code="404",verb="LIST",group="",version="",resource="",subresource="",scope=""} 100',
  ]);
});

test("what is being served is a gauge", () => {
  const metrics = new RequestMetrics();
  const done = metrics.begin(requestInfo("POST", "/api/v1/namespaces", false), 0);
  expect(metrics.lines()).toContain('apiserver_current_inflight_requests{request_kind="mutating"} 1');
  done(201, 1);
  expect(metrics.lines()).toContain('apiserver_current_inflight_requests{request_kind="mutating"} 0');
});
