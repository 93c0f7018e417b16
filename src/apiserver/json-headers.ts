// The headers of every answer in JSON that depends on who asks and when.

/** Nobody between client and server may keep it. Kubernetes: apiserver/pkg/endpoints/filters/cachecontrol.go */
export const jsonHeaders = { "content-type": "application/json", "cache-control": "no-cache, private" } as const;
