// Randomness of a Node process: the operating system's, fit for secrets.
import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Random } from "../random.ts";

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  integer: (limit) => (limit <= 1 ? 0 : randomInt(limit)),
  bytes: (length) => randomBytes(length),
};
