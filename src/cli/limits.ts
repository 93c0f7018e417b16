// The limits of the command line, each with its reason.

/** workerd comes up in well under a second; a loaded machine may take several. */
export const healthyWithinMs = 30_000;

/** Between two looks at something that is about to be there. */
export const pollMs = 100;

/** An answer of the control plane to the command line. */
export const callTimeoutMs = 30_000;

/** The block is printed without a ready node after this long; pods are scheduled as soon as it is. */
export const nodeReadyWithinMs = 20_000;

/** Between two looks for a Docker engine that wasn't there at the start. */
export const dockerLookMs = 5_000;

/** workerd doesn't end while a stream is open: it is given this long, then killed. Nothing acknowledged is lost. */
export const stopGraceMs = 5_000;

/** The agent finishes what it writes and lets its pods be. */
export const agentStopGraceMs = 5_000;

/** What a killed `up` left behind is in the way of a start, and has nothing to lose. */
export const leftoverGraceMs = 1_000;

/** `down` waits for `up` to have stopped both of the above. */
export const downWithinMs = 20_000;

/** A Ctrl-C at a terminal reaches us twice, also by way of npm: only one that comes later is somebody who insists. */
export const insistAfterMs = 1_000;

/** A crashed process is started again after this long, twice as long each time, ... */
export const restartFirstMs = 200;
/** ... up to this, ... */
export const restartMaxMs = 10_000;
/** ... and as if for the first time when it had run this long. */
export const restartForgetMs = 60_000;

/** A log that is longer when a process starts becomes the old log, and the old one goes. */
export const logBytesMax = 16 * 1024 * 1024;

/** Lines of a log that are shown when a start fails. */
export const logTailLines = 15;

/** A server's certificate: short enough for every client's rules (398 days is the strictest in use). */
export const serverCertificateDays = 365;
/** It is renewed when it has less than this left. */
export const serverCertificateRenewDays = 30;
/** The CA is what kubeconfigs trust, so it outlives them. */
export const caCertificateDays = 3650;
/** How often a running server looks at its certificate. */
export const certificateLookMs = 24 * 60 * 60 * 1000;

/** Random bytes of a secret: 256 bits. */
export const secretBytes = 32;
