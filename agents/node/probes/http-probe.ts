// Healthy is who answers a GET with 200 to 399.
// Kubernetes: pkg/probe/http/http.go DoHTTPProbe
import { type GetOptions, httpGet } from "./http-get.ts";
import { httpTarget, type TargetQuestion } from "./http-target.ts";
import type { ProbeResult } from "./probe-result.ts";

export async function httpProbe(question: Omit<TargetQuestion, "purpose">, options: GetOptions): Promise<ProbeResult> {
  const outcome = httpTarget({ ...question, purpose: "probe" });
  if (outcome.type === "wrong") return { type: "error", message: outcome.message };
  const answer = await httpGet(outcome.target, options);
  if (answer.type === "failed") return { type: "failure", output: answer.message };
  if (answer.type === "broken") return { type: "error", message: answer.message };
  const { status, body } = answer;
  if (status < 200 || status >= 400) {
    // Never the body: whoever reads events need not be allowed to read that.
    return { type: "failure", output: `HTTP probe failed with statuscode: ${status}` };
  }
  if (status < 300) return { type: "success" };
  return { type: "warning", output: `Probe terminated redirects, Response body: ${body}` };
}
