// How long a text is in UTF-8, which is what upstream's limits count.

/** The bytes that `text` takes in UTF-8. A lone surrogate counts as the replacement character it becomes. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (isSurrogatePair(text, index)) {
      // Two code units, four bytes.
      bytes += 2;
      index++;
    } else bytes += 2;
  }
  return bytes;
}

/** Whether `text` takes more than `bytesMax` bytes, without counting when the length alone tells. */
export function isLongerThan(text: string, bytesMax: number): boolean {
  if (text.length > bytesMax) return true;
  // A UTF-16 code unit never takes more than three bytes.
  if (text.length * 3 <= bytesMax) return false;
  return byteLength(text) > bytesMax;
}

function isSurrogatePair(text: string, index: number): boolean {
  const high = text.charCodeAt(index);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
