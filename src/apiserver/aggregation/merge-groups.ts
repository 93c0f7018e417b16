// Discovery documents with other servers' groups in them; a group may have versions here and there.

/** Aggregated (`metadata.name`) or legacy (`name`): a group with its versions. */
interface Group {
  readonly name?: string;
  readonly metadata?: { readonly name?: string };
  readonly versions: readonly unknown[];
}

/** Groups of `more` come after those of `own`; versions of a group that both have, after its own. */
export function mergeGroups(own: readonly Group[], more: readonly Group[]): Group[] {
  const nameOf = ({ name, metadata }: Group) => name ?? metadata?.name ?? "";
  const merged = own.map((group) => {
    const same = more.find((one) => nameOf(one) === nameOf(group));
    return same === undefined ? group : { ...group, versions: [...group.versions, ...same.versions] };
  });
  const names = new Set(own.map(nameOf));
  return [...merged, ...more.filter((group) => !names.has(nameOf(group)))];
}
