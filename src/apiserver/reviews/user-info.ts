// A user in the API's words: an authentication/v1 UserInfo, without what is empty.
import type { User } from "../../auth/user.ts";

export function userInfo({ name, uid, groups, extra }: User): object {
  const extras = extra !== undefined && Object.keys(extra).length > 0 ? { extra } : {};
  return { username: name, ...(uid ? { uid } : {}), ...(groups.length > 0 ? { groups } : {}), ...extras };
}
