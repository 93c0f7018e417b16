// What a container left to say when it ended: its message file or, if its policy says so, the end of its log.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_container.go getTerminationMessage, readLastStringFromContainerLogs
import { TERMINATION_LOG_BYTES_MAX, TERMINATION_LOG_LINES_MAX, TERMINATION_MESSAGE_BYTES_MAX } from "../limits.ts";

/** The file's text, shortened; the last bytes count for a log, the first for a message. */
export function messageOfFile(bytes: Uint8Array): string {
  return decode(bytes.subarray(0, TERMINATION_MESSAGE_BYTES_MAX));
}

export function messageOfLog(output: Uint8Array): string {
  const tail = decode(output.subarray(Math.max(0, output.length - TERMINATION_LOG_BYTES_MAX)));
  const lines = tail.split("\n");
  const kept = tail.endsWith("\n") ? TERMINATION_LOG_LINES_MAX + 1 : TERMINATION_LOG_LINES_MAX;
  return lines.slice(-kept).join("\n");
}

/** Whether the log is to be asked: nothing was written, the end was a failure, and the policy allows it. */
export function wantsLog(message: string, policy: string, exitCode: number): boolean {
  return message === "" && exitCode !== 0 && policy === "FallbackToLogsOnError";
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
