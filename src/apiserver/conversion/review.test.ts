// What of a conversion webhook's answer is believed, in upstream's words.
import { describe, expect, test } from "vitest";
import type { Json, KubeObject } from "../../apimachinery/json.ts";
import { type Converted, readConversion } from "./review.ts";

const [from, to] = ["g.example.com/v1", "g.example.com/v2"];
const sent: KubeObject = {
  apiVersion: from,
  kind: "Tab",
  metadata: { name: "a", namespace: "n", uid: "u", generation: 3, labels: { a: "1" } },
};

function made(metadata: object = {}, more: object = {}): Json {
  return { apiVersion: to, kind: "Tab", metadata: { ...sent.metadata, ...metadata }, ...more } as unknown as Json;
}

function answered(convertedObjects: Json[], response: object = {}, review: object = {}): Json {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "ConversionReview",
    response: { uid: "1", result: { status: "Success" }, convertedObjects, ...response },
    ...review,
  } as unknown as Json;
}

function read(answer: Json, version = "v1", objects: readonly KubeObject[] = [sent]): Converted {
  return readConversion(answer, { version, uid: "1", desiredAPIVersion: to, objects });
}

describe("an answer is refused", () => {
  test.each<[string, Json, string]>([
    [
      "of another kind",
      answered([], {}, { apiVersion: "apiextensions.k8s.io/v1beta1" }),
      "failed: expected webhook response of apiextensions.k8s.io/v1, Kind=ConversionReview, got apiextensions.k8s.io/v1beta1, Kind=ConversionReview",
    ],
    ["without a response", answered([], {}, { response: null }), "failed: no response provided"],
    ["to another question", answered([made()], { uid: "2" }), 'failed: expected response.uid="1", got "2"'],
    ["that says what is wrong", answered([], { result: { status: "Failed", message: "no way" } }), "failed: no way"],
    ["that says nothing", answered([], { result: {} }), "failed: response.result.status was '', not 'Success'"],
    ["with too few objects", answered([]), "returned 0 objects, expected 1"],
    [
      "in another version",
      answered([made({}, { apiVersion: from })]),
      `returned invalid object at index 0: invalid groupVersion (expected ${to}, received ${from})`,
    ],
    [
      "of another object's kind",
      answered([made({}, { kind: "Bat" })]),
      "returned invalid object at index 0: invalid kind (expected Tab, received Bat)",
    ],
    ["that renames", answered([made({ name: "b" })]), "returned invalid object: must have the same name: a != b"],
    ["with another uid", answered([made({ uid: "v" })]), "returned invalid object: must have the same UID: u != v"],
    [
      "without metadata",
      answered([made({}, { metadata: null })]),
      "returned invalid object: must have the same name: a != ",
    ],
    [
      "with a label that is none",
      answered([made({ labels: { a: 1 } })]),
      "returned invalid metadata: metadata.labels[a] must be a string in converted object",
    ],
  ])("%s", (_name, answer, message) => {
    expect(read(answer)).toEqual({ type: "failed", message });
  });

  test("with a new label that labels can't be", () => {
    const answer = read(answered([made({ labels: { a: "not a label!" } })]));
    expect(answer).toMatchObject({
      type: "failed",
      message: expect.stringContaining("returned invalid metadata: metadata.labels: Invalid value"),
    });
  });

  test("of several the index is told", () => {
    const answer = read(answered([made(), made({ name: "b" })]), "v1", [sent, sent]);
    expect(answer).toEqual({
      type: "failed",
      message: "returned invalid converted object at index 1: must have the same name: a != b",
    });
  });
});

test("only labels and annotations are the webhook's to change", () => {
  const changes = { generation: 9, labels: { b: "2" }, annotations: { c: "3" }, finalizers: ["x/y"] };
  expect(read(answered([made(changes)]))).toEqual({
    type: "converted",
    objects: [
      {
        apiVersion: to,
        kind: "Tab",
        metadata: { name: "a", namespace: "n", uid: "u", generation: 3, labels: { b: "2" }, annotations: { c: "3" } },
      },
    ],
  });
});

test("v1beta1 is not held to its kind and uid", () => {
  const answer = answered([made()], { uid: undefined }, { apiVersion: undefined });
  expect(read(answer, "v1beta1").type).toBe("converted");
});
