// What the client wants to read: objects as they are, their metadata only, or a table; as JSON or YAML.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go NegotiateMediaTypeOptions
import { type MediaType, negotiate } from "../apimachinery/media-type.ts";
import { notAcceptable } from "../apimachinery/status-error.ts";

export interface OutputFormat {
  readonly shape: "object" | "metadata" | "table";
  readonly encoding: "json" | "yaml";
  /** The version of meta.k8s.io that a table or partial metadata is wanted in. */
  readonly metaVersion: "v1" | "v1beta1";
}

const plain: OutputFormat = { shape: "object", encoding: "json", metaVersion: "v1" };

/** Formats by their header: clients send the same few over and over. */
const known = new Map<string, OutputFormat>([
  ["", plain],
  ["*/*", plain],
  ["application/json", plain],
]);
const knownMax = 200;

/** Reads an Accept header. Throws NotAcceptable when nothing in it can be had. Protobuf alone can't: answers are JSON. */
export function outputFormat(accept: string): OutputFormat {
  const remembered = known.get(accept);
  if (remembered !== undefined) return remembered;
  const chosen = negotiate(accept, Object.keys(encodings), (clause, offer) => formatOf(clause, offer) !== undefined);
  if (chosen === undefined) {
    const offers = Object.keys(encodings).slice(0, 2).join(", ");
    throw notAcceptable(`only the following media types are accepted: ${offers}`);
  }
  const format = formatOf(chosen, chosen.offer) ?? plain;
  if (known.size < knownMax) known.set(accept, format);
  return format;
}

const encodings: Readonly<Record<string, "json" | "yaml">> = {
  "application/json": "json",
  "application/yaml": "yaml",
  "text/yaml": "yaml",
};

/** Undefined: the clause asks for a form that is not served. */
function formatOf({ parameters }: Pick<MediaType, "parameters">, offer: string): OutputFormat | undefined {
  const encoding = encodings[offer] ?? "json";
  const as = parameters.get("as");
  if (as === undefined) return { ...plain, encoding };
  const metaVersion = parameters.get("v") ?? "v1";
  if (parameters.get("g") !== "meta.k8s.io" || (metaVersion !== "v1" && metaVersion !== "v1beta1")) return undefined;
  if (as === "Table") return { shape: "table", encoding, metaVersion };
  if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList") {
    return { shape: "metadata", encoding, metaVersion };
  }
  return undefined;
}
