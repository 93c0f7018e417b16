// What a deployment keeps at most.

/** Of the annotation that lists a set's earlier revisions. Kubernetes: pkg/controller/deployment/sync.go maxRevHistoryLengthInChars */
export const revisionHistoryCharactersMax = 2_000;
