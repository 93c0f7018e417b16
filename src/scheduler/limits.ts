// What the scheduler holds back, and why at this number.

/** Cycles between two requests that the object may serve: a cycle on 5,000 nodes takes up to a ms. */
export const cyclesPerSlice = 32;

/** Back-off of a pod that fitted nowhere. Kubernetes: pkg/scheduler/backend/queue/scheduling_queue.go */
export const backOffFirstMs = 1_000;
export const backOffLastMs = 10_000;

/** A pod that no event has helped for so long is tried again all the same. Kubernetes: DefaultPodMaxInUnschedulablePodsDuration */
export const forgottenAfterMs = 300_000;
/** How often those are looked for, when the scheduler is awake anyway. */
export const forgottenCheckMs = 30_000;

/** So many fit nodes are enough in any cluster, and at least so many percent. Kubernetes: pkg/scheduler/schedule_one.go */
export const fitNodesMin = 100;
export const fitNodesPercentMin = 5;

/** A bind whose outcome is unknown is repeated after this, and less and less often. */
export const bindRetryFirstMs = 500;
export const bindRetryLastMs = 10_000;

/** Verdicts of one call to a namespace: its commits share one wait for the disk, yet each answer waits for all of them. */
export const verdictsPerCall = 100;

/** A namespace that doesn't answer for so long is asked again: verdicts may be told twice. */
export const verdictTimeoutMs = 10_000;

/** Verdicts about pods that fit nowhere, waiting for one namespace. Beyond it the oldest is dropped: the next attempt tells anew. */
export const reportsWaitingMax = 1_000;

/** Texts of which pods share their shape, and their labels. Beyond it sharing begins anew; nothing else is lost. */
export const sharedTextsMax = 20_000;

/** Selections that are counted along. One that was not asked for longest gives way, and is counted from the start when asked again. */
export const countedSelectionsMax = 500;

/** Objects and bytes of one page of the first list: a call ends at 32 MiB. */
export const listPageMax = 2_000;
export const listPageBytesMax = 8_388_608;

/** A list that failed is begun again after this. */
export const listRetryMs = 1_000;

/** While something is pending, an alarm this far ahead makes up for an object that dies. */
export const aliveAlarmMs = 5_000;

/** Timers keep an object in memory; what waits longer than this is left to the alarm. */
export const timerReachMs = 10_000;

/** Attempts to write a verdict into a pod that others write to at the same time. */
export const writeAttemptsMax = 3;
