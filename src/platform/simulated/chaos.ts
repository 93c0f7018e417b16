// What goes wrong in a simulated world, and how often.

export interface Chaos {
  /** Of an object, at the end of a step: all it did in the step is lost. */
  readonly crashBeforeGate: number;
  /** Of an object, at the end of a step: what it did is durable and its messages are on their way. */
  readonly crashAfterGate: number;
  /** Of an object, at the end of a step: it is gone in the middle of what it did, its sockets stay. */
  readonly freeze: number;
  /** Of a call: it never arrives, or its answer doesn't. The caller gets an error either way. */
  readonly lostCall: number;
  readonly lostReply: number;
  /** Of a call: it is carried out a second time, later. */
  readonly doubledCall: number;
  /** Of a message: it takes up to `lateMs` instead of a few ms. */
  readonly late: number;
  readonly lateMs: number;
  /** False: messages leave before what was written before them is durable, as they must not (R6). */
  readonly outputGate: boolean;
}

export const calm: Chaos = {
  crashBeforeGate: 0,
  crashAfterGate: 0,
  freeze: 0,
  lostCall: 0,
  lostReply: 0,
  doubledCall: 0,
  late: 0,
  lateMs: 0,
  outputGate: true,
};
