// The collector's two keys: an object to be judged, and an owner that is gone.

export type CollectorKey =
  | { readonly type: "object"; readonly collection: string; readonly name: string }
  | { readonly type: "gone"; readonly uid: string };

/** Neither collections nor uids have blanks. */
export function objectKey(collection: string, name: string): string {
  return `object ${collection} ${name}`;
}

export function goneKey(uid: string): string {
  return `gone ${uid}`;
}

export function readCollectorKey(key: string): CollectorKey {
  const [type, first = "", name = ""] = key.split(" ");
  return type === "gone" ? { type, uid: first } : { type: "object", collection: first, name };
}
