// Says of each FlowSchema whether the priority level it names is there.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go updateFlowSchema*
import { formatTime } from "../../apimachinery/time.ts";
import { flowSchemas, priorityLevelConfigurations } from "../../kinds/kind-refs.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { mapped, own } from "../runtime/watch-rules.ts";

/** A key of no schema: a level has come or gone, and those that name it are looked at. */
const levelKey = "level/";

export const flowSchemaController: Controller = {
  name: "flow-schema-dangling",
  scope: "Cluster",
  watches: [
    own(flowSchemas),
    mapped(priorityLevelConfigurations, ({ type, name }) => (type === "MODIFIED" ? [] : [levelKey + name])),
  ],
  async reconcile(key, { client, clock }) {
    if (key.startsWith(levelKey)) {
      const level = key.slice(levelKey.length);
      const naming = (await client.list(flowSchemas)).filter(
        ({ spec }) => spec?.priorityLevelConfiguration.name === level,
      );
      return { also: naming.map(({ metadata }) => metadata?.name ?? "") };
    }
    const schema = await client.get(flowSchemas, key);
    if (schema === undefined) return done;
    const level = schema.spec?.priorityLevelConfiguration.name ?? "";
    const isThere = (await client.get(priorityLevelConfigurations, level)) !== undefined;
    const named = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)}`;
    const verdict = isThere
      ? { status: "False", reason: "Found", message: `${named} and it exists` }
      : { status: "True", reason: "NotFound", message: `${named} but there is no such object` };
    const before = schema.status?.conditions?.find(({ type }) => type === "Dangling");
    if (before?.status === verdict.status && before.message === verdict.message) return done;
    const condition = { type: "Dangling", ...verdict, lastTransitionTime: formatTime(clock.now()) };
    const others = (schema.status?.conditions ?? []).filter(({ type }) => type !== "Dangling");
    await client.patch(flowSchemas, key, { status: { conditions: [...others, condition] } }, "status");
    return done;
  },
};
