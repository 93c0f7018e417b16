// FNV-1a: the hash in the names of revisions and of events. Go: hash/fnv New32a

/** 32 bits of `text`'s UTF-16 units' low and high bytes: stable, and no more than that. */
export function fnv32(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    if (unit > 0xff) hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** 64 bits in hex: two runs from different seeds. */
export function fnvHex16(text: string): string {
  const halves = [fnv32(text), fnv32(text, 0x050c5d1f)];
  return halves.map((half) => half.toString(16).padStart(8, "0")).join("");
}

const safeAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** A number as letters and digits that say nothing by accident. Kubernetes: apimachinery/pkg/util/rand SafeEncodeString */
export function safeEncode(value: number): string {
  return [...String(value)].map((digit) => safeAlphabet[digit.charCodeAt(0) % safeAlphabet.length]).join("");
}
