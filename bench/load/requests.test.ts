import { expect, test } from "vitest";
import { requests } from "./requests.ts";

const template = { method: "POST", path: "/things", body: '{"name":"a-{i}"}', first: 3, count: 2, again: false };

test("every request has its own number, and all have one size", () => {
  const next = requests(template);
  expect([next()?.body, next()?.body, next()]).toEqual(['{"name":"a-0000003"}', '{"name":"a-0000004"}', undefined]);
});

test("begins again when told to", () => {
  const next = requests({ ...template, again: true });
  expect([next(), next(), next()].map((request) => request?.body?.slice(-3))).toEqual(['3"}', '4"}', '3"}']);
});

test("requests for the same object differ", () => {
  const next = requests({ ...template, path: "/things/{i}", body: '{"turn":"{n}"}', count: 1, again: true });
  expect([next(), next()]).toEqual([
    { method: "POST", path: "/things/0000003", body: '{"turn":"0000001"}' },
    { method: "POST", path: "/things/0000003", body: '{"turn":"0000002"}' },
  ]);
});
