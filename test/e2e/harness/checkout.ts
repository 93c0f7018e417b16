// The checkout under test: this one, unless another is named.
import { resolve } from "node:path";

export const checkout = process.env["SKERRY_TEST_CHECKOUT"] ?? resolve(import.meta.dirname, "../../..");
