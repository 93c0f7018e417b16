// Secret: confidential data that pods consume.
import { builtinKind } from "../builtin-kind.ts";

export const secret = builtinKind({
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  scope: "Namespaced",
});
