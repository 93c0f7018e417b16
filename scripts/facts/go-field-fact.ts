// What a Go struct says of one of its JSON fields.
export interface GoFieldFact {
  /** Left out of JSON when false, 0, "" or empty. Pointers are not: for them absent and zero differ. */
  readonly omittedWhenZero: boolean;
  /** "v1.Protocol", "map[string]string": as messages name it. */
  readonly type: string;
}
