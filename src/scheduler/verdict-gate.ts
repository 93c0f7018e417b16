// A namespace's memory of what the scheduler asked it before: calls that come too late must not bind. Nothing of it need
// outlive the instance, for a call to an instance that is gone doesn't arrive at the next one.

/** What a call's verdicts rest on. */
export interface VerdictStamp {
  /**
   * The revision of the list that these verdicts rest on. A namespace that was listed later refuses to bind by them: the
   * later list doesn't show what they decided, so the place may have been given to another pod.
   */
  readonly listedAt: number;
  /**
   * Rises with every call to this namespace; the next is made when the one before was answered or given up. So one that was
   * overtaken was given up, and what the later one was told (a refusal, say) is what the scheduler goes by.
   */
  readonly call: number;
}

export class VerdictGate {
  #listedAt = 0;
  #call = 0;

  /** The scheduler lists this namespace's pods at `revision`. */
  listed(revision: number): void {
    if (revision < this.#listedAt) return;
    this.#listedAt = revision;
    // Another life of the scheduler counts from the start.
    this.#call = 0;
  }

  arrived({ listedAt, call }: VerdictStamp): void {
    if (listedAt >= this.#listedAt) this.#call = Math.max(this.#call, call);
  }

  /** Undefined: it may bind. To be asked where nothing comes between the answer and the commit. */
  refusal({ listedAt, call }: VerdictStamp): string | undefined {
    if (listedAt < this.#listedAt) return "the scheduler has listed the cluster anew since";
    if (call < this.#call) return "the scheduler has asked again since";
    return undefined;
  }
}
