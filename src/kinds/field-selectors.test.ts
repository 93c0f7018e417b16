import { expect, test } from "vitest";
import type { KubeObject } from "../apimachinery/json.ts";
import { builtinRegistry } from "./kind-registry.ts";

test("the fields that lists can be narrowed by", () => {
  const found = Object.fromEntries(
    builtinRegistry.kinds
      .filter(({ selectableFields }) => Object.keys(selectableFields).length > 0)
      .map(({ group, kind, selectableFields }) => [`${kind}.${group}`, Object.keys(selectableFields).sort().join(" ")]),
  );
  expect(found).toMatchInlineSnapshot(`
    {
      "CertificateSigningRequest.certificates.k8s.io": "spec.signerName",
      "Event.": "involvedObject.apiVersion involvedObject.fieldPath involvedObject.kind involvedObject.name involvedObject.namespace involvedObject.resourceVersion involvedObject.uid reason reportingComponent source type",
      "Event.events.k8s.io": "reason regarding.apiVersion regarding.fieldPath regarding.kind regarding.name regarding.namespace regarding.resourceVersion regarding.uid reportingController type",
      "IPAddress.networking.k8s.io": "spec.parentRef.name",
      "Job.batch": "status.successful",
      "Namespace.": "name status.phase",
      "Node.": "spec.unschedulable",
      "PersistentVolume.": "name",
      "PersistentVolumeClaim.": "name",
      "Pod.": "spec.hostNetwork spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName status.nominatedNodeName status.phase status.podIP status.podIPs",
      "ReplicaSet.apps": "status.replicas",
      "ReplicationController.": "status.replicas",
      "ResourceSlice.resource.k8s.io": "spec.driver spec.nodeName",
      "Secret.": "type",
      "Service.": "spec.clusterIP spec.type",
    }
  `);
});

function fieldsOf(group: string, kind: string, object: KubeObject): Record<string, string> {
  const { selectableFields = {} } = builtinRegistry.byKind(group, "v1", kind) ?? {};
  return Object.fromEntries(Object.entries(selectableFields).map(([name, value]) => [name, value(object)]));
}

test("a pod's fields", () => {
  const pod = {
    spec: { nodeName: "n1", restartPolicy: "Always", hostNetwork: true },
    status: { phase: "Running", podIP: "10.0.0.1", podIPs: [{ ip: "10.0.0.1" }, { ip: "::1" }] },
  };
  expect(fieldsOf("", "Pod", pod)).toMatchObject({
    "spec.nodeName": "n1",
    "spec.restartPolicy": "Always",
    "spec.hostNetwork": "true",
    "status.phase": "Running",
    "status.podIP": "10.0.0.1",
    "status.nominatedNodeName": "",
  });
  expect(fieldsOf("", "Pod", {})).toMatchObject({ "spec.nodeName": "", "spec.hostNetwork": "false" });
});

test("counts and flags are text", () => {
  expect(fieldsOf("apps", "ReplicaSet", {})).toEqual({ "status.replicas": "0" });
  expect(fieldsOf("", "Node", { spec: { unschedulable: true } })).toEqual({ "spec.unschedulable": "true" });
});
