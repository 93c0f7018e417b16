// FNV-1a: the hash in the names of revisions. Go: hash/fnv New32a

/** 32 bits of `text`'s UTF-16 units' low and high bytes: stable, and no more than that. */
export function fnv32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    if (unit > 0xff) hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

const safeAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** A number as letters and digits that say nothing by accident. Kubernetes: apimachinery/pkg/util/rand SafeEncodeString */
export function safeEncode(value: number): string {
  return [...String(value)].map((digit) => safeAlphabet[digit.charCodeAt(0) % safeAlphabet.length]).join("");
}
