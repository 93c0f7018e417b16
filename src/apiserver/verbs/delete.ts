// DELETE of one object, and of all that a selector means.

import { readListOptions } from "../../apimachinery/list-options.ts";
import { StatusError } from "../../apimachinery/status-error.ts";
import { readDeleteOptions } from "../../apimachinery/write-options.ts";
import type { Kind } from "../../kinds/kind.ts";
import { type Deletion, deleteObject } from "../delete-object.ts";
import { readPage, tooOld } from "../list-scope.ts";
import { readOptionsBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { selection } from "../selection.ts";
import { writeContext } from "../write-context.ts";

interface DeleteRequest {
  readonly deletion: Deletion;
  readonly dryRun: boolean;
  readonly orphanDependents: boolean | undefined;
}

function readDeletion(request: ApiRequest): DeleteRequest {
  const options = readDeleteOptions(request.query, readOptionsBody(request));
  const { orphanDependents, preconditions } = options;
  const older = orphanDependents === undefined ? undefined : orphanDependents ? "Orphan" : "Background";
  return {
    deletion: {
      uid: preconditions.uid,
      resourceVersion: preconditions.resourceVersion,
      propagationPolicy: options.propagationPolicy ?? older,
      graceSeconds: options.gracePeriodSeconds,
    },
    dryRun: options.dryRun,
    orphanDependents,
  };
}

/** What upstream answers when the object is gone at once. Kubernetes: endpoints/handlers/delete.go */
function success(kind: Kind, name: string, uid: string | undefined): unknown {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: {
      name,
      ...(kind.group === "" ? {} : { group: kind.group }),
      kind: kind.plural,
      ...(uid === undefined ? {} : { uid }),
    },
  };
}

export async function remove(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind, info } = request;
  const { deletion, dryRun, orphanDependents } = readDeletion(request);
  const write = writeContext(scope, request, { dryRun, fieldManager: "" });
  const deleted = await deleteObject(scope, write, info.name, deletion);
  if (deleted.gone && !kind.answersDeleted) {
    return { type: "value", code: 200, value: success(kind, info.name, deleted.object.metadata?.uid) };
  }
  const code = !deleted.gone && orphanDependents === false ? 202 : 200;
  return { type: "object", code, kind, text: deleted.text };
}

export async function removeCollection(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind } = request;
  const { deletion, dryRun } = readDeletion(request);
  const options = readListOptions(request.query);
  const write = writeContext(scope, request, { dryRun, fieldManager: "" });
  const wanted = { selection: selection(kind, options), revision: undefined, after: "", limit: options.limit };
  const page = readPage(scope, kind, wanted);
  if ("type" in page) throw tooOld();
  const items: string[] = [];
  for (const text of page.items) {
    const { metadata } = JSON.parse(text) as { metadata: { name: string } };
    try {
      items.push((await deleteObject(scope, write, metadata.name, { ...deletion, uid: undefined })).text);
    } catch (error) {
      // Someone else was quicker: it is gone, as wanted.
      if (!(error instanceof StatusError) || error.reason !== "NotFound") throw error;
    }
  }
  return {
    type: "list",
    code: 200,
    kind,
    list: { metadata: { resourceVersion: String(scope.store.revision) }, items },
  };
}
