// The `status` subresource: what controllers and nodes report, apart from what people want.
import { get } from "../verbs/get.ts";
import { patch } from "../verbs/patch.ts";
import { update } from "../verbs/update.ts";
import type { Subresource } from "./subresource.ts";

/** The verbs themselves know from the path that only the status is meant (update-object.ts). */
export const status: Subresource = {
  name: "status",
  of: (kind) => kind.subresources.status === true,
  verbs: { get, update, patch },
};
