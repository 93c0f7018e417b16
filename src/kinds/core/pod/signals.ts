// Signals that may end a container.
// Kubernetes: pkg/apis/core/validation/validation.go supportedStopSignalsLinux

const named =
  "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP " +
  "TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ";

const realTime = [
  "RTMIN",
  ...Array.from({ length: 15 }, (_, index) => `RTMIN+${index + 1}`),
  ...Array.from({ length: 14 }, (_, index) => `RTMAX-${14 - index}`),
  "RTMAX",
];

export const linuxSignals: readonly string[] = [...named.split(" "), ...realTime].map((name) => `SIG${name}`).sort();

export const windowsSignals: readonly string[] = ["SIGKILL", "SIGTERM"];
