// Finds the protobuf field number of each JSON field: names are spelled differently, and embedded Go structs are
// messages of their own on the wire while their fields stand directly in the JSON object.
import type { ProtobufMessage, ProtobufMessages } from "./sources.ts";

export interface FieldNumber {
  /** The numbers from the definition's message down to the field: more than one where structs are embedded. */
  readonly path: readonly number[];
  /** The wire's type where it does not follow from the JSON type. */
  readonly type?: string;
}

/** The numbers of a message's fields by JSON name. */
export function fieldNumbers(
  messages: ProtobufMessages,
  message: string,
  properties: readonly string[],
): Map<string, FieldNumber> {
  const numbers = new Map<string, FieldNumber>();
  const byLetters = new Map(properties.map((name) => [letters(name), name]));
  if (properties.length > 0) collect(messages, messages[message] ?? {}, [], byLetters, numbers);
  return numbers;
}

/** NamedRuleWithOperations embeds RuleWithOperations, which embeds Rule: nothing goes deeper. */
const embeddingDepthMax = 2;

function collect(
  messages: ProtobufMessages,
  message: ProtobufMessage,
  within: readonly number[],
  properties: ReadonlyMap<string, string>,
  numbers: Map<string, FieldNumber>,
): void {
  for (const [field, [number, type, repeat]] of Object.entries(message)) {
    const property = properties.get(letters(field));
    if (property !== undefined) {
      const wire = listMessageType(messages, type, repeat);
      numbers.set(property, { path: [...within, number], ...(wire === undefined ? {} : { type: wire }) });
      continue;
    }
    const embedded = messages[type];
    if (embedded !== undefined && repeat === undefined && within.length < embeddingDepthMax) {
      collect(messages, embedded, [...within, number], properties, numbers);
    }
  }
}

const listTypes = /\.(ExtraValue|Verbs|OptionalNames)$/;

/** A list that is a type of its own in Go (ExtraValue, Verbs) is a message with one repeated field on the wire. */
function listMessageType(messages: ProtobufMessages, type: string, repeat: "repeated" | "map" | undefined) {
  const isList = Object.keys(messages[type] ?? {}).join() === "items" && listTypes.test(type);
  if (!isList || repeat === "repeated") return undefined;
  return repeat === "map" ? `map[string]${type}` : type;
}

/** Upstream's generator writes `uID` for `uid`, `xKubernetesMapType` for `x-kubernetes-map-type`. */
function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
