// CronJobs as objects.
import { expect } from "vitest";
import { exerciseApi } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

const jobTemplate = {
  spec: { template: { spec: { restartPolicy: "OnFailure", containers: [{ name: "a", image: "a" }] } } },
};
const lastScheduleTime = "2026-01-02T03:04:00Z";

conformance("[sig-apps] CronJob should support CronJob API operations [Conformance]", ({ api, namespace }) =>
  exerciseApi(api, {
    base: "/apis/batch/v1",
    resource: "cronjobs",
    namespace,
    // Suspended, so that nothing but this test changes it.
    make: () => ({ spec: { schedule: "*/1 * * * *", suspend: true, jobTemplate } }),
    patch: {
      body: { spec: { concurrencyPolicy: "Forbid" } },
      holds: (object) => expect(object["spec"]).toMatchObject({ concurrencyPolicy: "Forbid", suspend: true }),
    },
    status: {
      body: { status: { lastScheduleTime } },
      holds: (object) => expect(object["status"]).toMatchObject({ lastScheduleTime }),
    },
  }),
);
