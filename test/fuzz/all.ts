// Every target, in the order of a run. To add one: its file, and its line.

import type { Target } from "./target.ts";
import { lists, patches, requests, writes } from "./targets/api.ts";
import { jsonBody, yamlBody } from "./targets/bodies.ts";
import { customResource, customSchema, jsonPath, pattern } from "./targets/custom-resources.ts";
import { expression, hostileExpressions } from "./targets/expressions.ts";
import { codec, decoding, protobuf } from "./targets/objects.ts";
import { impersonation, token, webhookAnswer } from "./targets/outsiders.ts";
import { apply, fieldSet, managedFields } from "./targets/ownership.ts";
import { jsonPatch, mergePatch, strategicMergePatch } from "./targets/patches.ts";
import { continueToken, header, path, query } from "./targets/requests.ts";
import { fieldSelector, labelSelector, labelSelectorObject } from "./targets/selectors.ts";
import { frames, messages, records } from "./targets/streams.ts";
import { address, base64, duration, name, quantity, schedule, time } from "./targets/values.ts";

export const allTargets: readonly Target[] = [
  labelSelector,
  labelSelectorObject,
  fieldSelector,
  quantity,
  duration,
  time,
  address,
  base64,
  name,
  schedule,
  path,
  query,
  continueToken,
  header,
  jsonBody,
  yamlBody,
  codec,
  protobuf,
  decoding,
  jsonPatch,
  mergePatch,
  strategicMergePatch,
  fieldSet,
  apply,
  managedFields,
  expression,
  hostileExpressions,
  customSchema,
  customResource,
  jsonPath,
  pattern,
  frames,
  records,
  messages,
  writes,
  patches,
  requests,
  lists,
  token,
  impersonation,
  webhookAnswer,
];
