// Subresources that are not answered by an object but by the node itself: a seam to the tunnel.
import type { Kind } from "../../kinds/kind.ts";
import type { ResourceRequest } from "../request-info.ts";
import type { GatewayRequest } from "./gateway-request.ts";

export interface StreamRequest extends GatewayRequest {
  readonly info: ResourceRequest;
  readonly kind: Kind;
}

export interface StreamOpener {
  serves(kind: Kind, info: ResourceRequest): boolean;
  /** Throws `StatusError`. */
  open(request: StreamRequest): Promise<Response>;
}
