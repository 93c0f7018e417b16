// How long and how much the agent allows itself with images, each with its reason.

/** Between attempts to pull one image for one pod, doubled. Kubernetes: kubelet imageBackOff (10 s .. 5 min). */
export const PULL_BACK_OFF_FIRST_MS = 10_000;
export const PULL_BACK_OFF_LAST_MS = 300_000;

/** A pull that reports nothing for this long is given up. cri-dockerd: image pull progress deadline, 1 min. */
export const PULL_SILENCE_MS = 60_000;

/** Pulls under way at once: each takes bandwidth and disk from the others. Docker's own default for layers is 3. */
export const PULLS_MAX = 3;

/** How long ErrImagePull stands before it turns into ImagePullBackOff: long enough to be read by a watch. */
export const PULL_ERROR_SHOWN_MS = 2_000;
