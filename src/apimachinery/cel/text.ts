// Texts as CEL counts and orders them: by code point, where JavaScript goes by UTF-16 units.
import { work } from "./work.ts";

const beyondPlane0 = /[\ud800-\udfff]/;

/** Below this, counting is cheaper than remembering. */
const rememberedLength = 512;
const sizesMax = 16;
const sizes = new Map<string, number>();

/** Characters (code points) of a text. */
export function textSize(text: string): number {
  if (text.length < rememberedLength) return counted(text);
  const known = sizes.get(text);
  if (known !== undefined) return known;
  work(text.length);
  const size = counted(text);
  if (sizes.size >= sizesMax) sizes.clear();
  sizes.set(text, size);
  return size;
}

function counted(text: string): number {
  if (!beyondPlane0.test(text)) return text.length;
  let size = 0;
  for (let i = 0; i < text.length; size++) i += (text.codePointAt(i) as number) > 0xffff ? 2 : 1;
  return size;
}

export function isBasic(text: string): boolean {
  work(text.length >> 3);
  return !beyondPlane0.test(text);
}

/** Order by code points, which is that of the UTF-8 bytes. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  work((left.length + right.length) >> 3);
  if (!beyondPlane0.test(left) && !beyondPlane0.test(right)) return left < right ? -1 : 1;
  const size = Math.min(left.length, right.length);
  for (let i = 0; i < size; i++) {
    const [one, other] = [left.charCodeAt(i), right.charCodeAt(i)];
    if (one !== other) return isSurrogate(one) === isSurrogate(other) ? one - other : isSurrogate(one) ? 1 : -1;
  }
  return left.length - right.length;
}

/** Lets go of the long texts whose sizes were remembered. */
export function forgetSizes(): void {
  if (sizes.size > 0) sizes.clear();
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
