// The DNS server's limits, each with its reason.

/** How long clients may keep an answer about the cluster: endpoints come and go. The same for what doesn't exist. */
export const recordTtlSeconds = 5;

/** What fits into one packet on every path without fragments (DNS flag day 2020). */
export const udpPayloadBytesMax = 1232;

/** What a client without EDNS takes over UDP (RFC 1035). */
export const plainUdpBytesMax = 512;

/** Encoded answers kept: some MB, and more than the names that the pods of one node ask for. */
export const cachedAnswersMax = 10_000;

/** Questions on their way to other resolvers: each holds a socket. */
export const forwardedQuestionsMax = 1_000;

/** One resolver's chance to answer. Clients give up after 5 s, so there must be time for a second one. */
export const forwardTimeoutMs = 2_000;

/** Resolvers asked for one question, as many as a C library would. */
export const forwardAttemptsMax = 3;

/** The host's list of resolvers is looked at no more often than this. */
export const upstreamsCheckMs = 5_000;

/** Connections by TCP: big answers are rare, and each client needs one for a moment. */
export const tcpConnectionsMax = 256;

/** A TCP client that says nothing for this long has got what it wanted. */
export const tcpIdleMs = 10_000;

/** Questions of one TCP connection that wait for their answers. */
export const tcpQuestionsMax = 100;

/** An ExternalName may lead to another one; a circle must end. */
export const aliasesMax = 8;

/** Room for the questions of a burst while the process is busy elsewhere: some ten thousand. The kernel may grant less. */
export const udpReceiveBufferBytes = 4 * 1024 * 1024;

/** Answers that a TCP client hasn't fetched: the longest few of them. */
export const tcpBacklogBytesMax = 256 * 1024;
