// The files of a ConfigMap or a Secret: one for each key, or those that were asked for.
// Kubernetes: pkg/volume/configmap/configmap.go and pkg/volume/secret/secret.go MakePayload

import { decodeBase64 } from "../../../src/apimachinery/base64.ts";
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import type { KeyToPath } from "../../../src/kinds/facts/types.gen.ts";
import { notFoundText, type ObjectRef, type ObjectSource } from "./object-source.ts";
import { PayloadError, type PayloadFile } from "./payload.ts";

export interface KeysQuestion {
  readonly ref: ObjectRef;
  readonly items: readonly KeyToPath[] | undefined;
  readonly defaultMode: number;
  readonly optional: boolean;
}

/** Throws PayloadError for what is missing, and what the source throws. */
export async function keysPayload(source: ObjectSource, question: KeysQuestion): Promise<Map<string, PayloadFile>> {
  const object = await source.get(question.ref);
  if (object === undefined && !question.optional) throw new PayloadError(notFoundText(question.ref));
  return filesOf(object === undefined ? new Map() : contentsOf(question.ref.kind, object), question);
}

function filesOf(contents: ReadonlyMap<string, Uint8Array>, question: KeysQuestion): Map<string, PayloadFile> {
  const { ref, items, defaultMode, optional } = question;
  if (items === undefined || items.length === 0) {
    return new Map([...contents].map(([key, bytes]) => [key, { bytes, mode: defaultMode }]));
  }
  const files = new Map<string, PayloadFile>();
  for (const { key, path, mode = defaultMode } of items) {
    const bytes = contents.get(key);
    if (bytes !== undefined) files.set(path, { bytes, mode });
    else if (!optional) {
      const what =
        ref.kind === "Secret" ? "references non-existent secret key" : "configmap references non-existent config key";
      throw new PayloadError(`${what}: ${key}`);
    }
  }
  return files;
}

function contentsOf(kind: ObjectRef["kind"], object: KubeObject): Map<string, Uint8Array> {
  const data = Object.entries<string>(object["data"] ?? {});
  const decoded = (pairs: [string, string][]) =>
    pairs.map(([key, text]): [string, Uint8Array] => [key, decodeBase64(text) ?? new Uint8Array()]);
  if (kind === "Secret") return new Map(decoded(data));
  const texts = data.map(([key, text]): [string, Uint8Array] => [key, Buffer.from(text)]);
  return new Map([...texts, ...decoded(Object.entries<string>(object["binaryData"] ?? {}))]);
}
