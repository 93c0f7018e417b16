// What others say of themselves and answer to us: tokens, impersonation, webhooks.
import type { Json, JsonObject, KubeObject } from "../../../src/apimachinery/json.ts";
import { mutatingWebhooks } from "../../../src/auth/admission/webhooks/mutating.ts";
import { validatingWebhooks } from "../../../src/auth/admission/webhooks/validating.ts";
import { userOfClaims, verifiedClaims } from "../../../src/auth/authenticators/signed-token.ts";
import type { ClusterCredentials } from "../../../src/auth/credentials.ts";
import { impersonated } from "../../../src/auth/impersonate.ts";
import { type TokenClaims, tokenClaims } from "../../../src/auth/token-claims.ts";
import { bootstrappersGroup } from "../../../src/auth/user.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { fakeHost, reviewed } from "../../fixtures/admission-host.ts";
import { apiScope, configMap } from "../../fixtures/api-scope.ts";
import { deepText, jsonText } from "../generate/json.ts";
import { spoiled } from "../generate/object.ts";
import { jsonPatchBetween, mergePatchBetween } from "../generate/patch.ts";
import { hostileText, mutated, wellFormed } from "../generate/text.ts";
import { check, type Target } from "../target.ts";
import { checkAnswer } from "./api.ts";
import { refused } from "./requests.ts";

const claims: JsonObject = {
  iss: "https://issuer",
  aud: ["https://issuer"],
  sub: "system:serviceaccount:default:a",
  exp: 2_000_000_000,
  iat: 1_700_000_000,
  jti: "j",
  "kubernetes.io": { namespace: "default", serviceaccount: { name: "a", uid: "u" }, pod: { name: "p", uid: "u" } },
};

const credentials: ClusterCredentials = {
  version: 1,
  issuer: "https://issuer",
  adminTokenHashes: [],
  joinTokenHashes: [],
  publicKeys: [
    // The example key of RFC 7517, whose private half signs nothing here.
    {
      kty: "EC",
      crv: "P-256",
      x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
      y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
      kid: "1",
      alg: "ES256",
    },
  ],
};

function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}

export const token: Target = {
  name: "token",
  cases: 3_000,
  prepare: () => async (random, note) => {
    const header = spoiled(
      random,
      { alg: random.pick(["ES256", "none", "HS256"]), typ: "JWT", kid: "1" },
      random.integer(2),
    );
    const payload = spoiled(random, claims);
    const whole = [
      jsonText(random, header),
      random.chance(0.03) ? deepText(random) : jsonText(random, payload),
      "signature",
    ]
      .map(encoded)
      .join(".");
    const text = random.chance(0.3) ? mutated(random, whole) : whole;
    note([header, payload, text]);
    check(
      (await verifiedClaims(text, credentials, ["https://issuer"], 1_800_000_000_000)) === undefined,
      "nobody signed it",
    );
    const read = tokenClaims.safeParse(payload);
    if (read.success) userOfClaims(read.data as TokenClaims);
  },
};

const names = [
  "Impersonate-User",
  "Impersonate-Group",
  "Impersonate-Uid",
  "Impersonate-Extra-a%2fb",
  "Impersonate-Extra-__proto__",
  "Impersonate-Extra-%",
  "Impersonate-Extra-%ff",
];
const users = [
  "jane",
  "system:serviceaccount:default:a",
  "system:serviceaccount::",
  "system:anonymous",
  "system:masters",
  "a,b",
];

export const impersonation: Target = {
  name: "impersonation",
  cases: 20_000,
  prepare: () => (random, note) => {
    const headers = new Headers();
    for (let count = random.integer(4); count > 0; count--) {
      // Only Latin-1 without control characters comes through HTTP.
      const value = hostileText(random, users).replace(/[^\u0020-\u007e\u00a0-\u00ff]/g, "");
      headers.append(random.pick(names), value);
    }
    note([...headers]);
    const caller = { name: "admin", groups: ["system:masters"] };
    const user = refused(() => impersonated(headers, caller));
    if (user === undefined) return;
    check(user.name !== "" && Array.isArray(user.groups), "whoever it is has a name and groups");
    const nobody = refused(() => impersonated(headers, joining));
    check(nobody === undefined, "who may not impersonate does not");
  },
};

const rule = { operations: ["*"], apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] };

function configuration(kind: "Mutating" | "Validating", failurePolicy: string): KubeObject {
  const hook = {
    name: "a.example.com",
    admissionReviewVersions: ["v1"],
    sideEffects: "None",
    clientConfig: { url: "https://a/" },
    rules: [rule],
    failurePolicy,
  };
  return { kind: `${kind}WebhookConfiguration`, metadata: { name: "w" }, webhooks: [hook] } as unknown as KubeObject;
}

/** Whoever has a join token may join, and no more. */
const joining = { name: "joining", groups: [bootstrappersGroup] };

/** Allows, denies, patches well or not, or answers anything at all. */
function answerOf(random: SeededRandom): JsonObject {
  const wanted = spoiled(random, configMap("a") as unknown as Json);
  const changes = random.chance(0.5)
    ? jsonPatchBetween(random, configMap("a") as unknown as Json, wanted)
    : [mergePatchBetween({}, wanted)];
  const text = random.chance(0.1)
    ? deepText(random)
    : wellFormed(random.chance(0.3) ? mutated(random, jsonText(random, changes)) : jsonText(random, changes));
  const sent = random.chance(0.5) ? JSON.stringify(changes) : text;
  const response = { patchType: "JSONPatch", patch: Buffer.from(sent).toString("base64") };
  const more = {
    warnings: ["a", "é\n"],
    auditAnnotations: { a: "b" },
    status: { code: 403, message: "no", reason: "x" },
  };
  return (random.chance(0.6) ? response : spoiled(random, { allowed: true, ...more })) as JsonObject;
}

export const webhookAnswer: Target = {
  name: "webhook-answer",
  cases: 4_000,
  prepare: () => async (random, note) => {
    const response = answerOf(random);
    note(response);
    const host = fakeHost({
      namespace: { metadata: { name: "default" } },
      answer: (call) => {
        const answer = reviewed(call, response);
        if (answer.type !== "answered" || random.chance(0.8)) return answer;
        return { ...answer, body: spoiled(random, answer.body) };
      },
    });
    const policy = random.pick(["Ignore", "Fail"]);
    host.configure({
      mutatingWebhooks: [configuration("Mutating", policy)],
      validatingWebhooks: [configuration("Validating", policy)],
    });
    const api = apiScope({ admission: [mutatingWebhooks(host), validatingWebhooks(host)] });
    const answer = await api.request("POST", "/api/v1/namespaces/default/configmaps", configMap("a"));
    if (answer.status < 500) await checkAnswer(api, answer);
    else {
      check(api.failures.length === 0, `logged as our own fault: ${JSON.stringify(api.failures)}`);
      check(!(await answer.text()).includes("unexpected condition"), "what the webhook did wrong is told");
    }
  },
};
