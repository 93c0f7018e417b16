// A definition of a custom kind that has what kubectl asks of one: columns, status, scale, lists by key, selectable fields.

/** `group` keeps the definitions of stories apart that run side by side. */
export function widgetDefinition(group: string): object {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
      versions: [{ name: "v1", served: true, storage: true, ...version }],
    },
  };
}

const condition = { type: "object", properties: { type: { type: "string" }, status: { type: "string" } } };

const part = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, count: { type: "integer" } },
};

const version = {
  subresources: { status: {}, scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" } },
  selectableFields: [{ jsonPath: ".spec.size" }],
  additionalPrinterColumns: [
    { name: "Size", type: "string", jsonPath: ".spec.size" },
    { name: "Replicas", type: "integer", jsonPath: ".spec.replicas" },
    { name: "Note", type: "string", jsonPath: ".spec.note", priority: 1 },
  ],
  schema: {
    openAPIV3Schema: {
      type: "object",
      description: "A widget is what stories are told of.",
      properties: {
        spec: {
          type: "object",
          properties: {
            size: { type: "string", enum: ["small", "large"], default: "small", description: "How big it is." },
            replicas: { type: "integer", minimum: 0, default: 1, description: "How many are wanted." },
            note: { type: "string" },
            parts: {
              type: "array",
              items: part,
              "x-kubernetes-list-type": "map",
              "x-kubernetes-list-map-keys": ["name"],
            },
          },
        },
        status: {
          type: "object",
          properties: { replicas: { type: "integer" }, conditions: { type: "array", items: condition } },
        },
      },
    },
  },
};
