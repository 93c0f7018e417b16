// What a simulated writer asks for, and the writes that it comes to.
import type { Store } from "../../src/storage/store.ts";
import type { Write } from "../../src/storage/types.ts";
import { renderText } from "./texts.ts";

export interface WriteRequest {
  readonly collection: string;
  readonly names: readonly string[];
  readonly action: "put" | "delete";
  readonly color?: string;
  readonly value?: number;
}

/** One transaction: whatever stands under each name is replaced or deleted; what isn't there can't be deleted. */
export function planWrites(store: Store, scope: string, request: WriteRequest): Write[] {
  const { collection, action, color = "red", value = 0 } = request;
  return request.names.flatMap((name): Write[] => {
    const standing = store.get(collection, name);
    if (action === "delete" && standing === undefined) return [];
    const render = renderText(scope, name, color, value);
    if (action === "delete") return [{ type: "delete", collection, name, expected: standing?.revision ?? 0, render }];
    const uid = `${scope}/${name}`;
    return [{ type: "put", collection, name, uid, expected: standing?.revision, render, ownerUids: [] }];
  });
}
