import { describe, expect, test } from "vitest";
import type { PodSpec } from "../../../kinds/facts/types.gen.ts";
import type { LevelVersion } from "./policy.ts";
import { detailText, violations } from "./standards.ts";

type Parts = Partial<PodSpec> & { readonly annotations?: Record<string, string> };

/** A container that "restricted" has nothing against, and a pod with a second one as given. */
const fine = {
  name: "fine",
  image: "i",
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  },
};

function told(
  level: LevelVersion["level"],
  minor: LevelVersion["minor"],
  { annotations = {}, ...spec }: Parts,
): string {
  const pod = { metadata: { annotations }, spec: { containers: [fine], ...spec } };
  return detailText(violations({ level, minor }, pod));
}

/** The pod has a container `a` with this, beside one that nothing is said against. */
function withContainer(more: object): Parts {
  return { containers: [fine, { ...fine, name: "a", ...more }] };
}

function withSecurity(securityContext: object): Parts {
  return withContainer({ securityContext: { ...fine.securityContext, ...securityContext } });
}

const localhost = { securityContext: { seccompProfile: { type: "Localhost" } } };

/** What it is about, the pod, and what "baseline" has against it at v1.0 and at the latest. */
const baseline: readonly (readonly [string, Parts, string, string])[] = [
  ["nothing", {}, "", ""],
  ...both(
    "host namespaces",
    { hostNetwork: true, hostPID: true, hostIPC: true },
    "host namespaces (hostIPC, hostNetwork, hostPID)",
  ),
  ...both(
    "privileged containers, init containers first",
    {
      containers: [{ ...fine, name: "a", securityContext: { privileged: true } }],
      initContainers: [{ ...fine, name: "b", securityContext: { privileged: true } }],
    },
    'privileged (containers "b", "a" must not set securityContext.privileged=true)',
  ),
  ...both(
    "host ports",
    withContainer({
      ports: [{ containerPort: 1, hostPort: 8080 }, { containerPort: 2, hostPort: 443 }, { containerPort: 3 }],
    }),
    'hostPort (container "a" uses hostPorts 443, 8080)',
  ),
  ...both(
    "volumes of the host",
    {
      volumes: [
        { name: "v", hostPath: { path: "/" } },
        { name: "e", emptyDir: {} },
      ],
    },
    'hostPath volumes (volume "v")',
  ),
  [
    "hosts of probes and handlers",
    withContainer({
      livenessProbe: { httpGet: { host: "b.example", port: 1 } },
      lifecycle: { preStop: { tcpSocket: { host: "a.example", port: 1 } } },
    }),
    "",
    'probe or lifecycle host (container "a" uses probe or lifecycle hosts "a.example", "b.example")',
  ],
  ...both(
    "processes of a Windows host",
    {
      ...withSecurity({ windowsOptions: { hostProcess: true } }),
      securityContext: { windowsOptions: { hostProcess: true } },
    },
    'hostProcess (pod and container "a" must not set securityContext.windowsOptions.hostProcess=true)',
  ),
  [
    "sysctls",
    {
      securityContext: {
        sysctls: [
          { name: "net.ipv4.tcp_rmem", value: "1" },
          { name: "kernel.msgmax", value: "1" },
        ],
      },
    },
    "forbidden sysctls (net.ipv4.tcp_rmem, kernel.msgmax)",
    "forbidden sysctls (kernel.msgmax)",
  ],
  [
    "SELinux types",
    {
      ...withSecurity({ seLinuxOptions: { type: "foo" } }),
      securityContext: { seLinuxOptions: { type: "container_engine_t" } },
    },
    'seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: types "container_engine_t", "foo")',
    'seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: type "foo")',
  ],
  ...both(
    "SELinux users and roles",
    withSecurity({ seLinuxOptions: { user: "u", role: "r" } }),
    'seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: user may not be set; role may not be set)',
  ),
  ...both(
    "an open /proc",
    withSecurity({ procMount: "Unmasked" }),
    'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
  ),
  [
    "an open /proc in a user namespace",
    { ...withSecurity({ procMount: "Unmasked" }), hostUsers: false },
    'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
    "",
  ],
  ...both(
    "AppArmor profiles",
    {
      annotations: {
        "container.apparmor.security.beta.kubernetes.io/a": "unconfined",
        "container.apparmor.security.beta.kubernetes.io/b": "localhost/x",
      },
      securityContext: { appArmorProfile: { type: "Unconfined" } },
    },
    'forbidden AppArmor profiles (pod and annotation must not set AppArmor profile type to "Unconfined", "container.apparmor.security.beta.kubernetes.io/a="unconfined"")',
  ),
  ...both(
    "capabilities",
    withSecurity({ capabilities: { add: ["NET_RAW", "CHOWN", "BPF"] } }),
    'non-default capabilities (container "a" must not include "BPF", "NET_RAW" in securityContext.capabilities.add)',
  ),
  [
    "seccomp by annotation",
    {
      annotations: {
        "seccomp.security.alpha.kubernetes.io/pod": "unconfined",
        "container.seccomp.security.alpha.kubernetes.io/fine": "x",
      },
    },
    'seccompProfile (forbidden annotations container.seccomp.security.alpha.kubernetes.io/fine="x", seccomp.security.alpha.kubernetes.io/pod="unconfined")',
    "",
  ],
  [
    "seccomp by field",
    {
      ...withSecurity({ seccompProfile: { type: "Unconfined" } }),
      securityContext: { seccompProfile: { type: "Unconfined" } },
    },
    "",
    'seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
];

function both(name: string, pod: Parts, text: string): [string, Parts, string, string][] {
  return [[name, pod, text, text]];
}

describe("baseline", () => {
  test.each(baseline)("%s", (_name, pod, first, latest) => {
    expect(told("baseline", 0, pod)).toBe(first);
    expect(told("baseline", "latest", pod)).toBe(latest);
    // A version of the future is the latest that is known.
    expect(told("baseline", 99, pod)).toBe(latest);
    expect(told("privileged", "latest", pod)).toBe("");
  });

  test("grows with its versions", () => {
    const sysctls = (name: string) => ({ securityContext: { sysctls: [{ name, value: "1" }] } });
    const since: readonly (readonly [string, number])[] = [
      ["net.ipv4.ip_local_reserved_ports", 27],
      ["net.ipv4.tcp_keepalive_time", 29],
      ["net.ipv4.tcp_wmem", 32],
    ];
    for (const [name, minor] of since) {
      expect(told("baseline", minor - 1, sysctls(name))).toBe(`forbidden sysctls (${name})`);
      expect(told("baseline", minor, sysctls(name))).toBe("");
    }
  });
});

/** What it is about, the version, the pod, and what "restricted" has against it. */
const restricted: readonly (readonly [string, LevelVersion["minor"], Parts, string])[] = [
  ["nothing", "latest", {}, ""],
  [
    "what a bare pod has not",
    "latest",
    { containers: [{ name: "c", image: "i" }] },
    'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ],
  [
    "the same before most of it was there",
    7,
    { containers: [{ name: "c", image: "i" }] },
    'runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true)',
  ],
  [
    "Linux's rules of a pod for Windows",
    "latest",
    { os: { name: "windows" }, containers: [{ name: "c", image: "i", securityContext: { runAsNonRoot: true } }] },
    "",
  ],
  [
    "the same before pods said what they are for",
    24,
    {
      os: { name: "windows" },
      containers: [{ ...fine, securityContext: { ...fine.securityContext, allowPrivilegeEscalation: true } }],
    },
    'allowPrivilegeEscalation != false (container "fine" must set securityContext.allowPrivilegeEscalation=false)',
  ],
  [
    "capabilities, in one text with what baseline says",
    "latest",
    withSecurity({ capabilities: { add: ["CHOWN", "NET_RAW", "NET_BIND_SERVICE"] } }),
    'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CHOWN", "NET_RAW" in securityContext.capabilities.add)',
  ],
  [
    "capabilities, before",
    21,
    withSecurity({ capabilities: { add: ["CHOWN", "NET_RAW"] } }),
    'non-default capabilities (container "a" must not include "NET_RAW" in securityContext.capabilities.add)',
  ],
  [
    "volumes",
    "latest",
    {
      volumes: [
        { name: "n", nfs: { path: "/", server: "s" } },
        { name: "h", hostPath: { path: "/" } },
        { name: "i", image: {} },
        { name: "s", secret: {} },
      ],
    },
    'restricted volume types (volumes "n", "h", "i" use restricted volume types "hostPath", "nfs", "unknown")',
  ],
  [
    "running as root, said by pod and container",
    "latest",
    { ...withSecurity({ runAsNonRoot: false, runAsUser: 0 }), securityContext: { runAsNonRoot: false, runAsUser: 0 } },
    'runAsNonRoot != true (pod and container "a" must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod and container "a" must not set runAsUser=0)',
  ],
  ["user 0, before it was looked at", 22, withSecurity({ runAsUser: 0 }), ""],
  [
    "running as root in a user namespace, before",
    34,
    { ...withSecurity({ runAsNonRoot: false, runAsUser: 0 }), hostUsers: false },
    'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false), runAsUser=0 (container "a" must not set runAsUser=0)',
  ],
  [
    "running as root in a user namespace",
    "latest",
    { ...withSecurity({ runAsNonRoot: false, runAsUser: 0 }), hostUsers: false },
    "",
  ],
  [
    "an open /proc, though in a user namespace",
    "latest",
    { ...withSecurity({ procMount: "Unmasked" }), hostUsers: false },
    'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
  ],
  ["seccomp, said by the pod", "latest", { ...withSecurity({ seccompProfile: undefined }), ...localhost }, ""],
  [
    "seccomp, refused by a container",
    "latest",
    { ...withSecurity({ seccompProfile: { type: "Unconfined" } }), ...localhost },
    'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
];

describe("restricted", () => {
  test.each(restricted)("%s (%s)", (_name, minor, pod, text) => {
    expect(told("restricted", minor, pod)).toBe(text);
  });
});
