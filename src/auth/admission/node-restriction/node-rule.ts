// What a node may do to the objects of one collection.
import type { AdmissionHost, AdmissionRequest } from "../step.ts";

/** Answers what is against it; undefined: nothing. */
export type NodeRule = (
  node: string,
  request: AdmissionRequest,
  host: AdmissionHost,
) => Promise<string | undefined> | string | undefined;

/** As upstream's texts quote names. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
