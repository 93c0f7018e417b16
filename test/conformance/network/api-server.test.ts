// How pods find the API server.
import { expect } from "vitest";
import { conformance } from "../harness/conformance.ts";

conformance("[sig-network] API Server should provide secure master service [Conformance]", async ({ api }) => {
  const { spec } = await api.get("/api/v1/namespaces/default/services/kubernetes");
  expect(spec.ports).toContainEqual(expect.objectContaining({ name: "https", port: 443, protocol: "TCP" }));
});
