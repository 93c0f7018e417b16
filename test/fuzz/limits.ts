// Every bound of the fuzzing, with its reason.

/** What the project promises: no input holds an object's one thread for longer. */
export const caseMsMax = 1000;

/** When a case is given up, seed and all: it will not end. */
export const hangMs = 20_000;

/** Workers have four times the stack of the main thread and of workerd: what overflows there must overflow here. */
export const stackMb = 1;

/** An isolate has 128 MB; the target's own samples come on top. */
export const heapMb = 512;

/** Failures of one target that are told before it stops: the first are the interesting ones. */
export const failuresMax = 5;

/** All targets together. */
export const casesInTotal = 1_000_000;
