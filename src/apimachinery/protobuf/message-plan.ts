// What stands where in a message: a schema's fields by number, worked out once for each schema.
import type { ProtobufField, Schema } from "../schema/schema.ts";

export interface MessagePlan {
  /** Sparse, by field number. */
  readonly fields: readonly (FieldPlan | MessagePlan | undefined)[];
}

export interface FieldPlan {
  readonly property: string;
  readonly schema: Schema;
  /** The wire's type: "string", "[]int32", "map[string]k8s.io.api.authentication.v1.ExtraValue". */
  readonly wireType: string;
  /** Zero and absent are the same: a zero is left out. */
  readonly isOmittedWhenZero: boolean;
}

/** An embedded message: its fields belong to the object around it. */
export function isEmbedded(entry: FieldPlan | MessagePlan): entry is MessagePlan {
  return "fields" in entry;
}

const plans = new WeakMap<Schema, MessagePlan>();

export function planOf(schema: Schema): MessagePlan {
  const known = plans.get(schema);
  if (known !== undefined) return known;
  const root: Writable = { fields: [] };
  for (const property in schema.protobuf) {
    const field = schema.protobuf[property] as ProtobufField;
    let target = root;
    for (const number of field.within ?? []) target = embedded(target, number);
    target.fields[field.number] = {
      property,
      schema: schema.properties?.[property] as Schema,
      wireType: field.type,
      isOmittedWhenZero: schema.omittedWhenZero?.has(property) === true,
    };
  }
  plans.set(schema, root);
  return root;
}

interface Writable extends MessagePlan {
  readonly fields: (FieldPlan | MessagePlan | undefined)[];
}

function embedded(plan: Writable, number: number): Writable {
  const known = plan.fields[number];
  if (known !== undefined && isEmbedded(known)) return known as Writable;
  const created: Writable = { fields: [] };
  plan.fields[number] = created;
  return created;
}
