// Names that no other test uses.
import { randomBytes } from "node:crypto";

/** `PREFIX-` and eight hexadecimal digits. */
export function randomName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString("hex")}`;
}
