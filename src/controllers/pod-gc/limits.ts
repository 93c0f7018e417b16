// When pods that nobody looks after are taken away.

/** How long a deleted node's pods wait: it may register again. Kubernetes: podgc gc_controller.go quarantineTime */
export const quarantineMs = 40_000;

/** Finished pods that a namespace keeps. Kubernetes: kube-controller-manager --terminated-pod-gc-threshold, for the cluster */
export const finishedKept = 12_500;

/** How often finished pods are counted. Kubernetes: podgc gcCheckPeriod */
export const countPauseMs = 20_000;
