"""The Python client's dynamic API on a custom kind. usage: dynamic.py KUBECONFIG NAMESPACE GROUP"""
import json
import sys

from kubernetes import config, dynamic
from kubernetes.dynamic.exceptions import ConflictError, NotFoundError, ResourceNotFoundError, UnprocessibleEntityError

namespace, group = sys.argv[2], sys.argv[3]
api = dynamic.DynamicClient(config.new_client_from_config(config_file=sys.argv[1]))
widgets = api.resources.get(api_version=group + "/v1", kind="Widget")
seen = {"namespaced": widgets.namespaced, "verbs": sorted(widgets.verbs), "subresources": sorted(widgets.subresources)}


def widget(name, **spec):
    return {"apiVersion": group + "/v1", "kind": "Widget", "metadata": {"name": name}, "spec": spec}


made = widgets.create(body=widget("one", note="made"), namespace=namespace)
seen["made"] = made.to_dict()["spec"]
try:
    widgets.create(body=widget("two", size="odd"), namespace=namespace)
except UnprocessibleEntityError as error:
    seen["invalid"] = json.loads(error.body)["details"]["causes"][0]["field"]
merge = {"content_type": "application/merge-patch+json"}
widgets.patch(body={"spec": {"note": "changed"}}, name="one", namespace=namespace, **merge)
seen["patched"] = widgets.get(name="one", namespace=namespace).spec.note
widgets.status.patch(body={"status": {"replicas": 3}}, name="one", namespace=namespace, **merge)
seen["scale"] = widgets.scale.get(name="one", namespace=namespace).status.replicas


# The packaged version has no server_side_apply yet; what later ones send is this.
def apply(body, manager, force=False):
    query = [("fieldManager", manager)] + ([("force", "true")] if force else [])
    return widgets.patch(
        body=json.dumps(body),
        name=body["metadata"]["name"],
        namespace=namespace,
        content_type="application/apply-patch+yaml",
        query_params=query,
    )


applied = apply(widget("applied", size="large", parts=[{"name": "a", "count": 1}]), "first")
seen["applied"] = applied.spec.size
try:
    apply(widget("applied", size="small"), "second")
except ConflictError as error:
    seen["conflict"] = json.loads(error.body)["details"]["causes"][0]["field"]
seen["forced"] = apply(widget("applied", size="small", parts=[{"name": "b"}]), "second", force=True).to_dict()["spec"]
owners = widgets.get(name="applied", namespace=namespace).metadata.managedFields
seen["managers"] = [[one.manager, one.operation] for one in owners]

since = widgets.get(namespace=namespace).metadata.resourceVersion
widgets.create(body=widget("three"), namespace=namespace)
widgets.delete(name="three", namespace=namespace)
events = []
for event in widgets.watch(namespace=namespace, resource_version=since, timeout=20):
    events.append([event["type"], event["object"].metadata.name])
    if event["type"] == "DELETED":
        break
seen["events"] = events

config_maps = api.resources.get(api_version="v1", kind="ConfigMap")
config_maps.create(body={"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "one"}}, namespace=namespace)
seen["built-in"] = config_maps.get(name="one", namespace=namespace).metadata.name
try:
    widgets.get(name="none", namespace=namespace)
except NotFoundError as error:
    seen["missing"] = error.status
try:
    api.resources.get(api_version=group + "/v1", kind="Gizmo")
except ResourceNotFoundError:
    seen["unknown"] = True
print(json.dumps(seen))
