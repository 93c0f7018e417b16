// kubectl's generators: `create KIND NAME ...` for every kind that it has one for, and `run` and `expose`.
import { expect } from "vitest";
import { clientStory } from "../harness/client-story.ts";

interface Generator {
  /** After `kubectl create`, the name last. */
  readonly words: readonly string[];
  readonly printed: string;
  /** A JSONPath template and what it must give. */
  readonly path: string;
  readonly value: string;
}

const generators: readonly Generator[] = [
  {
    words: ["deployment", "web", "--image=example.com/web:1", "--replicas=2", "--port=80"],
    printed: "deployment.apps/web",
    path: "{.spec.replicas} {..containerPort}",
    value: "2 80",
  },
  {
    words: ["service", "clusterip", "plain", "--tcp=80:8080"],
    printed: "service/plain",
    path: "{.spec.type} {.spec.ports[0].targetPort}",
    value: "ClusterIP 8080",
  },
  {
    words: ["service", "nodeport", "open", "--tcp=80", "--node-port=32511"],
    printed: "service/open",
    path: "{.spec.type} {.spec.ports[0].nodePort}",
    value: "NodePort 32511",
  },
  {
    words: ["service", "loadbalancer", "balanced", "--tcp=443"],
    printed: "service/balanced",
    path: "{.spec.type}",
    value: "LoadBalancer",
  },
  {
    words: ["service", "externalname", "away", "--external-name=example.com"],
    printed: "service/away",
    path: "{.spec.externalName}",
    value: "example.com",
  },
  {
    words: ["configmap", "settings", "--from-literal=a=1", "--from-literal=b=two words"],
    printed: "configmap/settings",
    path: "{.data.a} {.data.b}",
    value: "1 two words",
  },
  {
    words: ["secret", "generic", "hidden", "--from-literal=password=x"],
    printed: "secret/hidden",
    path: "{.type} {.data.password}",
    value: "Opaque eA==",
  },
  {
    words: [
      "secret",
      "docker-registry",
      "pull",
      "--docker-username=u",
      "--docker-password=p",
      "--docker-server=example.com",
    ],
    printed: "secret/pull",
    path: "{.type}",
    value: "kubernetes.io/dockerconfigjson",
  },
  {
    words: ["job", "once", "--image=example.com/job:1", "--", "true"],
    printed: "job.batch/once",
    path: "{.spec.template.spec.restartPolicy} {..command[0]} {.spec.completions}",
    value: "Never true 1",
  },
  {
    words: ["cronjob", "often", "--image=example.com/job:1", "--schedule=*/5 * * * *", "--", "date"],
    printed: "cronjob.batch/often",
    path: "{.spec.schedule} {.spec.concurrencyPolicy}",
    value: "*/5 * * * * Allow",
  },
  {
    words: ["ingress", "way-in", "--class=any", "--rule=example.com/*=web:80"],
    printed: "ingress.networking.k8s.io/way-in",
    path: "{.spec.rules[0].host} {..pathType}",
    value: "example.com Prefix",
  },
  {
    words: ["quota", "limit", "--hard=pods=50,services=20"],
    printed: "resourcequota/limit",
    path: "{.spec.hard.pods}",
    value: "50",
  },
  {
    words: ["role", "reader", "--verb=get,list", "--resource=pods,deployments.apps"],
    printed: "role.rbac.authorization.k8s.io/reader",
    path: "{.rules[1].apiGroups[0]} {.rules[1].resources[0]}",
    value: "apps deployments",
  },
  {
    words: ["rolebinding", "readers", "--role=reader", "--user=joe", "--group=people"],
    printed: "rolebinding.rbac.authorization.k8s.io/readers",
    path: "{.roleRef.kind} {.subjects[*].name}",
    value: "Role joe people",
  },
  {
    words: ["serviceaccount", "robot"],
    printed: "serviceaccount/robot",
    path: "{.metadata.name}",
    value: "robot",
  },
  {
    words: ["poddisruptionbudget", "budget", "--selector=app=web", "--min-available=1"],
    printed: "poddisruptionbudget.policy/budget",
    path: "{.spec.minAvailable}",
    value: "1",
  },
];

clientStory.for(generators)("create $printed", async (generator, { tools }) => {
  const { words, printed, path, value } = generator;
  expect(await tools.kubectl("create", "--dry-run=server", ...words)).toBe(`${printed} created (server dry run)\n`);
  expect(await tools.kubectl("create", ...words)).toBe(`${printed} created\n`);
  expect(await tools.kubectl("get", printed, "-o", `jsonpath=${path}`)).toBe(value);
});

clientStory("create what belongs to the cluster", async ({ tools, namespace }) => {
  const name = `${namespace}-made`;
  const created: readonly (readonly [string, string[]])[] = [
    [`namespace/${name}`, ["namespace", name]],
    [`priorityclass.scheduling.k8s.io/${name}`, ["priorityclass", name, "--value=7", "--description=any"]],
    [`clusterrole.rbac.authorization.k8s.io/${name}`, ["clusterrole", name, "--verb=get", "--non-resource-url=/any"]],
    [
      `clusterrolebinding.rbac.authorization.k8s.io/${name}`,
      ["clusterrolebinding", name, `--clusterrole=${name}`, `--serviceaccount=${namespace}:default`],
    ],
  ];
  for (const [printed, words] of created) {
    expect(await tools.kubectl("create", ...words)).toBe(`${printed} created\n`);
    expect(await tools.kubectl("delete", printed, "--wait=false")).toContain(`"${name}" deleted`);
  }
});

clientStory("create a token that says for whom it is", async ({ tools, namespace }) => {
  await tools.kubectl("create", "serviceaccount", "robot");
  const token = await tools.kubectl("create", "token", "robot", "--duration=1h", "--audience=someone");
  const [, body] = token.split(".");
  const claims = JSON.parse(Buffer.from(body ?? "", "base64url").toString());
  expect(claims).toMatchObject({ aud: ["someone"], sub: `system:serviceaccount:${namespace}:robot` });
  expect(claims.exp - claims.iat).toBe(3600);
  const missing = await tools.tryKubectl("create", "token", "nobody");
  expect(missing.stderr).toContain('serviceaccounts "nobody" not found');
});

clientStory("create a job from a cron job, and a config map from files", async ({ tools, file }) => {
  await tools.kubectl("create", "cronjob", "often", "--image=example.com/job:1", "--schedule=@daily");
  await tools.kubectl("create", "job", "now", "--from=cronjob/often");
  const instantiated =
    "jsonpath={.metadata.annotations.cronjob\\.kubernetes\\.io/instantiate} {.metadata.ownerReferences[0].name}";
  expect(await tools.kubectl("get", "job", "now", "-o", instantiated)).toBe("manual often");
  const path = file("greeting.txt", "hello\n");
  await tools.kubectl("create", "configmap", "files", `--from-file=${path}`, `--from-file=other=${path}`);
  const shown = await tools.kubectl("get", "configmap", "files", "-o", "jsonpath={.data}");
  expect(JSON.parse(shown)).toEqual({ "greeting.txt": "hello\n", other: "hello\n" });
});

clientStory("run and expose", async ({ tools }) => {
  const image = "--image=example.com/web:1";
  const dry = JSON.parse(await tools.kubectl("run", "web", image, "--dry-run=server", "-o", "json"));
  expect(dry.spec).toMatchObject({ serviceAccountName: "default", terminationGracePeriodSeconds: 30 });
  expect((await tools.tryKubectl("get", "pod", "web")).code).toBe(1);
  const run = await tools.kubectl("run", "web", image, "--port=80", "--env=A=1", "--labels=app=web", "--expose");
  expect(run).toBe("service/web created\npod/web created\n");
  expect(await tools.kubectl("get", "pod", "web", "-o", "jsonpath={..env[0].value} {.status.qosClass}")).toBe(
    "1 BestEffort",
  );
  await tools.kubectl("create", "deployment", "front", image);
  const exposed = await tools.kubectl(
    "expose",
    "deployment",
    "front",
    "--port=80",
    "--target-port=8080",
    "--name=door",
  );
  expect(exposed).toBe("service/door exposed\n");
  expect(await tools.kubectl("get", "service", "door", "-o", "wide")).toMatch(
    /^door +ClusterIP +10\S+ +<none> +80\/TCP .* app=front$/m,
  );
});

clientStory("a quota stops kubectl with its numbers", async ({ tools }) => {
  await tools.kubectl("create", "quota", "few", "--hard=count/secrets=1");
  await tools.kubectl("create", "secret", "generic", "one");
  const refused = await tools.tryKubectl("create", "secret", "generic", "two");
  expect(refused.stderr).toMatch(
    /secrets "two" is forbidden: exceeded quota: few, requested: count\/secrets=1, used: count\/secrets=1, limited: count\/secrets=1/,
  );
  expect(await tools.kubectl("describe", "quota", "few")).toMatch(/^count\/secrets +1 +1$/m);
});
