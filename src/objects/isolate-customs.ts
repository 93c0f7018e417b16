// What this isolate knows of custom resources: one for the Worker and every object in it.
import { CustomCache } from "../apiserver/custom/custom-cache.ts";

export const isolateCustoms = new CustomCache();
