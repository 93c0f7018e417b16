// Reads a body of type application/vnd.kubernetes.protobuf: an envelope that names the kind, and the object in it.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go
import type { Json, JsonObject } from "../json.ts";
import { parseJson } from "../json-text.ts";
import type { Schema } from "../schema/schema.ts";
import { MessageDecoder } from "./decode-message.ts";
import { bytesWire, WireError, WireReader } from "./wire-reader.ts";

export type DecodedProtobuf =
  | { readonly type: "decoded"; readonly apiVersion: string; readonly kind: string; readonly value: JsonObject }
  | { readonly type: "unknown-kind"; readonly apiVersion: string; readonly kind: string }
  | { readonly type: "malformed"; readonly message: string };

/** The schema of a kind, undefined when there is none. The apiVersion is "v1" or "apps/v1". */
export type FindSchema = (apiVersion: string, kind: string) => Schema | undefined;

/** `k8s\0`: what every such body begins with. */
const magic = [0x6b, 0x38, 0x73, 0x00];

/**
 * Decodes a body. `defaults` fill in for an envelope that does not name its kind, as upstream's do for the kind that
 * a path expects. Zeros that Go does not write in JSON are left out.
 */
export function decodeProtobuf(
  body: Uint8Array,
  findSchema: FindSchema,
  defaults: { readonly apiVersion: string; readonly kind: string } = { apiVersion: "", kind: "" },
): DecodedProtobuf {
  try {
    return decodeEnvelope(body, findSchema, defaults, 0);
  } catch (error) {
    if (error instanceof WireError) return { type: "malformed", message: error.message };
    throw error;
  }
}

/** Objects in objects (a review of a review ...) end somewhere. */
const envelopeNestingMax = 4;

function decodeEnvelope(
  body: Uint8Array,
  findSchema: FindSchema,
  defaults: { readonly apiVersion: string; readonly kind: string },
  nesting: number,
): DecodedProtobuf {
  if (!hasMagic(body)) {
    const message = `provided data does not appear to be a protobuf message, expected prefix [${magic.join(" ")}]`;
    throw new WireError(message);
  }
  if (nesting > envelopeNestingMax) throw new WireError("proto: objects nest too deep");
  const envelope = readEnvelope(new WireReader(body, magic.length));
  const apiVersion = envelope.apiVersion === "" ? defaults.apiVersion : envelope.apiVersion;
  const kind = envelope.kind === "" ? defaults.kind : envelope.kind;
  const schema = findSchema(apiVersion, kind);
  if (schema === undefined) return { type: "unknown-kind", apiVersion, kind };
  const decoder = new MessageDecoder((bytes) => readRaw(bytes, findSchema, nesting));
  // WatchEvent has no type of its own in JSON.
  const typeMeta: JsonObject = schema.properties?.["kind"] === undefined ? {} : { apiVersion, kind };
  const value = decoder.read(schema, new WireReader(envelope.raw), typeMeta);
  return { type: "decoded", apiVersion, kind, value };
}

function hasMagic(body: Uint8Array): boolean {
  return magic.every((byte, index) => body[index] === byte);
}

interface Envelope {
  apiVersion: string;
  kind: string;
  raw: Uint8Array;
}

/** runtime.Unknown: typeMeta, raw, contentEncoding, contentType. */
function readEnvelope(reader: WireReader): Envelope {
  const envelope: Envelope = { apiVersion: "", kind: "", raw: new Uint8Array() };
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    if ((tag & 7) !== bytesWire) {
      reader.skip(tag & 7);
      continue;
    }
    switch (tag >>> 3) {
      case 1:
        readTypeMeta(reader.message(), envelope);
        break;
      case 2:
        envelope.raw = reader.bytes();
        break;
      case 3:
        if (reader.string() !== "") throw new WireError("a content encoding is not supported");
        break;
      default:
        reader.skip(tag & 7);
    }
  }
  return envelope;
}

function readTypeMeta(reader: WireReader, envelope: Envelope): void {
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | bytesWire)) envelope.apiVersion = reader.string();
    else if (tag === ((2 << 3) | bytesWire)) envelope.kind = reader.string();
    else reader.skip(tag & 7);
  }
}

/** What a RawExtension holds: JSON text, or an object in an envelope of its own. */
function readRaw(bytes: Uint8Array, findSchema: FindSchema, nesting: number): Json {
  if (hasMagic(bytes)) {
    const decoded = decodeEnvelope(bytes, findSchema, { apiVersion: "", kind: "" }, nesting + 1);
    if (decoded.type === "decoded") return decoded.value;
    throw new WireError(
      `proto: an embedded object of unknown kind ${decoded.type === "unknown-kind" ? decoded.kind : ""}`,
    );
  }
  const read = parseJson(new TextDecoder().decode(bytes));
  if (read.type === "malformed") throw new WireError("proto: an embedded value that is not JSON");
  return read.value;
}
