// A page of a collection as stored texts, for another object: no larger than a call between objects may be.
import type { PartAnswer, PartRequest } from "../feed/cluster-list.ts";
import { listPart } from "../feed/list-part.ts";
import { listPageBytesMax, listPageMax } from "../scheduler/limits.ts";
import type { Store } from "../storage/store.ts";

export type TextPart = PartAnswer<string[]>;

export function textPart(store: Store, request: PartRequest): TextPart {
  const part = listPart(store, { ...request, limit: Math.min(request.limit, listPageMax) });
  if (part.type !== "part") return part;
  const body: string[] = [];
  let bytes = 0;
  for (const { text } of part.objects) {
    if (bytes > listPageBytesMax) break;
    body.push(text);
    bytes += text.length;
  }
  return {
    type: "part",
    body,
    count: body.length,
    lastName: part.objects[body.length - 1]?.name,
    more: part.more || body.length < part.objects.length,
  };
}
