// Compares secrets without telling by the time it takes how much of a guess was right.

const encoder = new TextEncoder();

/** Whether `given` is the secret. An empty secret was never configured, so nothing equals it. */
export function sameSecret(given: string, secret: string): boolean {
  if (secret === "") return false;
  const left = encoder.encode(given);
  const right = encoder.encode(secret);
  let difference = left.length ^ right.length;
  // As many steps as the guess has bytes: the secret's length stays unknown too.
  for (let index = 0; index < left.length; index++) {
    difference |= (left[index] as number) ^ (right[index % right.length] as number);
  }
  return difference === 0;
}
