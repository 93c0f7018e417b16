// What operations take and give. Only what this server speaks is listed: it reads protobuf but never writes it.

const objects = ["application/json", "application/yaml"] as const;

export const producedBy = {
  object: objects,
  patch: objects,
  plainPatch: objects,
  list: [...objects, "application/json;stream=watch"],
  text: ["text/plain"],
  any: ["*/*"],
} as const;

export const consumedBy = {
  object: ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"],
  patch: [
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
  ],
  // Clients choose how they patch by what is listed here: kubectl goes by strategic merge wherever it may.
  plainPatch: ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"],
  list: ["*/*"],
  text: ["*/*"],
  any: ["*/*"],
} as const;
