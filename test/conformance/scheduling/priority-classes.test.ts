// PriorityClasses as objects.
import { expect } from "vitest";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";

const collection = "/apis/scheduling.k8s.io/v1/priorityclasses";

conformance(
  "[sig-scheduling] SchedulerPreemption [Serial] PriorityClass endpoints verify PriorityClass endpoints can be operated with different HTTP methods [Conformance]",
  async ({ api }) => {
    const label = randomName("classes");
    const names = [randomName("p"), randomName("p")];
    for (const [index, name] of names.entries())
      await api.create(collection, {
        metadata: { name, labels: { story: label } },
        value: (index + 1) * 1000,
        description: "as made",
      });
    const path = `${collection}/${names[0]}`;
    const created = await api.get(path);
    expect(created).toMatchObject({ value: 1000, preemptionPolicy: "PreemptLowerPriority" });

    const refused = await expectReason(api.patch(path, { value: 1001 }), "Invalid");
    expect(refused.status.message).toContain("may not be changed in an update");
    await expectReason(api.update(path, { ...created, value: 1002 }), "Invalid");
    expect((await api.get(path))["value"]).toBe(1000);

    await api.patch(path, { description: "patched" });
    expect((await api.get(path))["description"]).toBe("patched");
    await api.change(path, (object) => Object.assign(object, { description: "updated" }));
    expect((await api.get(path))["description"]).toBe("updated");

    const labelSelector = `story=${label}`;
    expect((await api.list(collection, { labelSelector })).items).toHaveLength(2);
    await api.delete(path);
    await expectReason(api.get(path), "NotFound");
    await api.json("DELETE", collection, { query: { labelSelector } });
    expect((await api.list(collection, { labelSelector })).items).toEqual([]);
  },
);
