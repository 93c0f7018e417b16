// The worst that an expression may cost, by the bounds of what it looks at.
import type { Checked } from "./check.ts";
import type { Expression } from "./expression.ts";
import type { Declarations } from "./surface.ts";

/** Not reckoned yet: 0 refuses nothing. */
export function estimate(_expression: Expression, _checked: Checked, _declarations: Declarations): number {
  return 0;
}
