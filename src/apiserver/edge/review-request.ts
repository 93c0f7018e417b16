// A review is about callers, whom the Worker knows: it answers by itself, and asks the scope only when somebody there
// wants to see reviews first.
import type { Kind } from "../../kinds/kind.ts";
import type { ApiRequest } from "../request.ts";
import type { ResourceRequest } from "../request-info.ts";
import { answerReview } from "../reviews/answer-review.ts";
import type { ScopeStub } from "./cluster-stubs.ts";
import { forwarded, send } from "./forward.ts";
import type { GatewayHost } from "./gateway-host.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** `scope`: whose admission it passes; undefined for a review that stands nowhere. Throws `StatusError`. */
export async function answerReviewRequest(
  host: GatewayHost,
  gateway: GatewayRequest,
  about: { readonly info: ResourceRequest; readonly kind: Kind; readonly scope: ScopeStub | undefined },
): Promise<Response> {
  const { request, url, path, caller, edge } = gateway;
  const { info, kind, scope } = about;
  const sent = await forwarded(request, path + url.search, caller);
  const asked = {
    info,
    kind,
    query: url.searchParams,
    user: caller.user,
    accept: sent.headers["accept"] ?? "",
    userAgent: sent.headers["user-agent"] ?? "",
  };
  const answer = (body: ApiRequest["body"], contentType: string, warnings: string[]) =>
    answerReview(
      { ...asked, body, contentType, warnings },
      { nowMs: host.clock.now(), credentials: () => gateway.paths.credentials() },
    );
  if (edge.settings.admitsReviews !== true || scope === undefined) {
    const body = sent.body instanceof ArrayBuffer ? new Uint8Array(sent.body) : (sent.body ?? "");
    return answer(body, sent.headers["content-type"] ?? "", kind.deprecation === undefined ? [] : [kind.deprecation]);
  }
  const admitted = await send(scope, sent, { accept: "application/json" });
  if (!admitted.ok) return admitted;
  const response = await answer(await admitted.text(), "application/json", []);
  const warning = admitted.headers.get("warning");
  if (warning !== null) response.headers.append("warning", warning);
  return response;
}
