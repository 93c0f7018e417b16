// How the host itself gets to know the cluster's names, with as little change to it as possible.

export type HostDnsMode = "auto" | "off" | "resolv.conf";

/** What is true of the host. */
export interface HostDnsFacts {
  /** Its names go through systemd-resolved's stub. */
  readonly resolved: boolean;
  /** It runs systemd: a person's or a company's machine, whose files we don't touch unasked. */
  readonly systemd: boolean;
  readonly fileWritable: boolean;
}

export type HostDnsChoice =
  /** A routing domain on a link of our own: systemd-resolved sends the cluster's names to us and nothing else. */
  | { readonly type: "resolved" }
  /** An entry in /etc/resolv.conf, marked and taken out at the end. */
  | { readonly type: "file" }
  | { readonly type: "none"; readonly why: string };

export function chooseHostDns(mode: HostDnsMode, facts: HostDnsFacts): HostDnsChoice {
  const unwritable: HostDnsChoice = { type: "none", why: "/etc/resolv.conf can't be written" };
  switch (mode) {
    case "off":
      return { type: "none", why: "switched off" };
    case "resolv.conf":
      return facts.fileWritable ? { type: "file" } : unwritable;
    case "auto":
      if (facts.resolved) return { type: "resolved" };
      if (facts.systemd)
        return { type: "none", why: "without systemd-resolved /etc/resolv.conf is changed only when asked for" };
      return facts.fileWritable ? { type: "file" } : unwritable;
    default:
      return mode satisfies never;
  }
}
