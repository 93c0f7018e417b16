// namespaces/finalize: gives up what `spec.finalizers` holds.
// Kubernetes: pkg/registry/core/namespace/storage/storage.go FinalizeREST

import { cloneJson } from "../../apimachinery/clone-json.ts";
import type { JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { readUpdateOptions } from "../../apimachinery/write-options.ts";
import { decodeObject } from "../decode-object.ts";
import { readBody } from "../read-body.ts";
import { updateObject } from "../update-object.ts";
import { writeContext } from "../write-context.ts";
import type { Subresource } from "./subresource.ts";

export const finalize: Subresource = {
  name: "finalize",
  of: (kind) => kind.subresources.others?.includes("finalize") ?? false,
  verbs: {
    async update(scope, request) {
      const { kind, info } = request;
      const options = readUpdateOptions(request.query);
      const write = { ...writeContext(scope, request, options), rules: "none" } as const;
      const wanted = decodeObject(readBody(request, kind), kind, options.fieldValidation, write.warn);
      const written = await updateObject(scope, write, info.name, (current) => {
        const changed = cloneJson(current as JsonObject) as KubeObject;
        const { resourceVersion } = wanted.metadata ?? {};
        if (resourceVersion) changed.metadata = { ...changed.metadata, resourceVersion };
        changed["spec"] = { ...changed["spec"], finalizers: wanted["spec"]?.finalizers ?? [] };
        return changed;
      });
      return { type: "object", code: 200, kind, text: written.text };
    },
  },
};
