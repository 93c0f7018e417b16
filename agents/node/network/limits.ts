// The network's limits, each with its reason.

/** A hung `ip`, `nft` or `iptables` (a held lock, a stuck kernel) must not hold a pod's worker for ever. */
export const commandTimeoutMs = 15_000;

/** `nft list` of a large table is the longest text we read; past this the answer is no use to us. */
export const commandOutputBytesMax = 64 * 1024 * 1024;

/** Reloads of firewalls and restarts of Docker wipe rules without telling us: look this often. */
export const ensureIntervalMs = 30_000;

/** A pod attached this recently may be missing from the list of living pods it is checked against. */
export const collectGraceMs = 60_000;

/** VXLAN's headers, kept free from the first day so that pods survive the arrival of a second host. */
export const overlayHeaderBytes = 50;

/** What an interface name can be: IFNAMSIZ without its terminating zero. */
export const interfaceNameLengthMax = 15;
