// The kinds that kubectl's verbs are tried on: a built-in one and a custom one, both with `.spec.replicas`.
export interface Subject {
  /** As a user names it. */
  readonly resource: string;
  /** As kubectl prints it. */
  readonly printed: string;
  readonly takesStrategicPatches: boolean;
  manifest(name: string, replicas: number): object;
}

export const deployment: Subject = {
  resource: "deployments",
  printed: "deployment.apps",
  takesStrategicPatches: true,
  manifest: (name, replicas) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: { story: "verbs" } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "main", image: "example.com/main:1" }] },
      },
    },
  }),
};

export const widgetGroup = "verbs.clients.example.com";

export const widget: Subject = {
  resource: `widgets.${widgetGroup}`,
  printed: `widget.${widgetGroup}`,
  takesStrategicPatches: false,
  manifest: (name, replicas) => ({
    apiVersion: `${widgetGroup}/v1`,
    kind: "Widget",
    metadata: { name, labels: { story: "verbs" } },
    spec: { replicas, note: "made" },
  }),
};
