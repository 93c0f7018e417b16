// Names made from `metadata.generateName`.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/storage/names/generate.go
import type { Random } from "../platform/random.ts";

/** No vowels and no digits that look like letters, so that no name says anything by accident. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";
const suffixLength = 5;
const baseLengthMax = 63 - suffixLength;

/** The base, cut where needed, and five random characters. */
export function generatedName(base: string, random: Random): string {
  let suffix = "";
  for (let index = 0; index < suffixLength; index += 1) suffix += alphabet[random.integer(alphabet.length)];
  return base.slice(0, baseLengthMax) + suffix;
}
