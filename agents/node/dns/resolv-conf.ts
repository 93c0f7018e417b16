// Our entry in a resolv.conf: between two marks, so that it can be taken out again by anybody, at any time.

const begin = (mark: string) => `# ${mark} begin: names of the cluster; taken out when its agent stops`;
const end = (mark: string) => `# ${mark} end`;
const block = /^# (skerry-[0-9a-f]{4}) begin\b.*\n(?:.*\n)*?# \1 end\n?/gm;

/** The text with `address` as its first nameserver. Twice is the same as once. */
export function withNameserver(text: string, address: string, mark: string): string {
  const rest = withoutNameserver(text, (one) => one === mark);
  return `${begin(mark)}\nnameserver ${address}\n${end(mark)}\n${rest}`;
}

/** The text without the entries whose mark is ours. */
export function withoutNameserver(text: string, isOurs: (mark: string) => boolean): string {
  return text.replace(block, (entry, mark: string) => (isOurs(mark) ? "" : entry));
}
