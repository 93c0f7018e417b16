import { Readable } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import { systemTimers } from "../../../src/platform/node/timers.ts";
import type { Docker, DockerRequest } from "../docker/client.ts";
import { DockerError } from "../docker/failure.ts";
import { type ImageOutcome, type ImagePuller, type ImageRequest, imagePuller } from "./image-puller.ts";

/** A registry with one image, and a host without any. */
class FakeDocker {
  readonly pulls: DockerRequest[] = [];
  present = false;
  error: string | undefined;

  call(): Promise<unknown> {
    if (this.present) return Promise.resolve({ Id: "sha256:1", Size: 42 });
    return Promise.reject(new DockerError({ type: "not-found", message: "No such image" }));
  }

  async stream(request: DockerRequest): Promise<Readable> {
    this.pulls.push(request);
    await systemTimers.sleep(5);
    if (this.error !== undefined) return Readable.from([Buffer.from(`{"status":"x"}\n{"error":"${this.error}"}\n`)]);
    this.present = true;
    return Readable.from([Buffer.from('{"status":"Download complete"}\n')]);
  }
}

let fake: FakeDocker;
let puller: ImagePuller;
let nowMs: number;
let told: string[];

beforeEach(() => {
  fake = new FakeDocker();
  nowMs = 1_000_000;
  told = [];
  const clock = { now: () => nowMs };
  puller = imagePuller({ docker: fake as unknown as Docker, clock, timers: systemTimers });
});

function ensure(more: Partial<ImageRequest> = {}): Promise<ImageOutcome> {
  const report = (type: string, reason: string, message: string) => told.push(`${type} ${reason}: ${message}`);
  const request = { podUid: "u", image: "app:1", policy: "IfNotPresent" as const, secrets: async () => [], report };
  return puller.ensure({ ...request, ...more });
}

describe("image puller", () => {
  test("pulls what isn't here, and says so", async () => {
    expect(await ensure()).toMatchObject({ type: "ready", name: "app:1", details: { Id: "sha256:1" } });
    expect(told).toEqual([
      'Normal Pulling: Pulling image "app:1"',
      'Normal Pulled: Successfully pulled image "app:1" in 0s (0s including waiting). Image size: 42 bytes.',
    ]);
    expect(fake.pulls[0]?.query).toMatchObject({ fromImage: "app", tag: "1" });
  });

  test("leaves alone what is here, but for Always", async () => {
    fake.present = true;
    await ensure();
    expect(told).toEqual([
      'Normal Pulled: Container image "app:1" already present on machine and can be accessed by the pod',
    ]);
    expect(fake.pulls).toHaveLength(0);
    await ensure({ policy: "Always" });
    expect(fake.pulls).toHaveLength(1);
  });

  test("Never pulls nothing", async () => {
    const message = 'Container image "app:1" is not present with pull policy of Never';
    expect(await ensure({ policy: "Never" })).toMatchObject({ reason: "ErrImageNeverPull", message });
    expect(fake.pulls).toHaveLength(0);
  });

  test("a name that is none is told as such", async () => {
    const message =
      'Failed to apply default image tag "bad/Name": couldn\'t parse image name "bad/Name": repository name (bad/Name) must be lowercase';
    expect(await ensure({ image: "bad/Name" })).toMatchObject({
      reason: "InvalidImageName",
      message,
      retryAtMs: undefined,
    });
  });

  test("a failure is ErrImagePull, then ImagePullBackOff with the cause, then tried again", async () => {
    fake.error = "manifest unknown";
    expect(await ensure()).toMatchObject({ reason: "ErrImagePull", message: "manifest unknown" });
    nowMs += 2000;
    expect(await ensure()).toEqual({
      type: "failed",
      reason: "ImagePullBackOff",
      message: 'Back-off pulling image "app:1": ErrImagePull: manifest unknown',
      retryAtMs: 1_010_000,
    });
    expect(told.at(-1)).toBe('Normal BackOff: Back-off pulling image "app:1"');
    nowMs = 1_010_000;
    expect(await ensure()).toMatchObject({ reason: "ErrImagePull" });
    nowMs += 19_999;
    expect(await ensure()).toMatchObject({ reason: "ImagePullBackOff" });
    expect(fake.pulls).toHaveLength(2);
    fake.error = undefined;
    nowMs += 1;
    expect(await ensure()).toMatchObject({ type: "ready" });
  });

  test("one pull serves everybody who waits for it", async () => {
    const outcomes = await Promise.all(["a", "b", "c"].map((podUid) => ensure({ podUid })));
    expect(outcomes.map(({ type }) => type)).toEqual(["ready", "ready", "ready"]);
    expect(fake.pulls).toHaveLength(1);
  });

  test("credentials of the pod's secrets are tried in turn", async () => {
    const auths = { "docker.io": { username: "u", password: "p" } };
    const data = { ".dockerconfigjson": Buffer.from(JSON.stringify({ auths })).toString("base64") };
    await ensure({ secrets: async () => [{ type: "kubernetes.io/dockerconfigjson", data }] });
    expect(fake.pulls[0]?.headers?.["X-Registry-Auth"]).toBeDefined();
  });
});
