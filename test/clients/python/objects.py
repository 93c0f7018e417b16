"""The Python client's typed API: objects, patches, watches, errors. usage: objects.py KUBECONFIG NAMESPACE EXPIRED_REVISION"""
import json
import sys

from kubernetes import client, config, watch

config.load_kube_config(config_file=sys.argv[1])
namespace = sys.argv[2]
core, apps = client.CoreV1Api(), client.AppsV1Api()
seen = {}


def config_map(name, data, labels=None):
    return client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name, labels=labels), data=data)


made = core.create_namespaced_config_map(namespace, config_map("one", {"a": "1"}))
seen["made"] = [made.metadata.name, made.metadata.creation_timestamp.year > 2000]
made.data["b"] = "2"
seen["replaced"] = core.replace_namespaced_config_map("one", namespace, made).data
try:
    core.replace_namespaced_config_map("one", namespace, made)
except client.ApiException as error:
    seen["stale"] = [error.status, json.loads(error.body)["reason"]]
patched = core.patch_namespaced_config_map("one", namespace, {"metadata": {"labels": {"app": "x"}}})
seen["patched"] = patched.metadata.labels

stream = watch.Watch()
events = []
since = core.list_namespaced_config_map(namespace).metadata.resource_version
core.create_namespaced_config_map(namespace, config_map("two", {}))
core.patch_namespaced_config_map("two", namespace, [{"op": "add", "path": "/data", "value": {"c": "3"}}])
core.delete_namespaced_config_map("two", namespace)
for event in stream.stream(
    core.list_namespaced_config_map, namespace, resource_version=since, timeout_seconds=20
):
    if event["object"].metadata.name != "two":
        continue
    events.append([event["type"], event["object"].data])
    if event["type"] == "DELETED":
        stream.stop()
seen["events"] = events

try:
    for event in watch.Watch().stream(
        core.list_config_map_for_all_namespaces, resource_version=sys.argv[3], timeout_seconds=5
    ):
        seen["expired"] = event["type"]
except client.ApiException as error:
    seen["expired"] = error.status

labels = {"app": "web"}
container = client.V1Container(name="main", image="example.com/web:1")
template = client.V1PodTemplateSpec(
    metadata=client.V1ObjectMeta(labels=labels), spec=client.V1PodSpec(containers=[container])
)
spec = client.V1DeploymentSpec(replicas=0, selector=client.V1LabelSelector(match_labels=labels), template=template)
apps.create_namespaced_deployment(
    namespace, client.V1Deployment(metadata=client.V1ObjectMeta(name="web", labels=labels), spec=spec)
)
side = {"spec": {"template": {"spec": {"containers": [{"name": "side", "image": "example.com/side:1"}]}}}}
both = apps.patch_namespaced_deployment("web", namespace, side)
seen["containers"] = sorted(one.name for one in both.spec.template.spec.containers)
scale = apps.read_namespaced_deployment_scale("web", namespace)
scale.spec.replicas = 1
seen["scaled"] = apps.replace_namespaced_deployment_scale("web", namespace, scale).spec.replicas
seen["selected"] = [one.metadata.name for one in apps.list_deployment_for_all_namespaces(
    field_selector="metadata.name=web,metadata.namespace=" + namespace).items]

deleted = core.delete_collection_namespaced_config_map(namespace, label_selector="app=x")
seen["deleted"] = deleted.kind
try:
    core.read_namespaced_config_map("one", namespace)
except client.ApiException as error:
    seen["gone"] = error.status
seen["version"] = client.VersionApi().get_code().minor
print(json.dumps(seen))
