import { describe, expect, test } from "vitest";
import { chooseVersion } from "./choose-version.ts";

describe("the API version", () => {
  test.each([
    ["20.10", "1.41", "1.12", "1.41"],
    ["27.0", "1.46", "1.24", "1.41"],
    ["29.0", "1.52", "1.44", "1.44"],
  ])("Docker %s (API %s, oldest %s) is asked in %s", (Version, ApiVersion, MinAPIVersion, version) => {
    expect(chooseVersion({ Version, ApiVersion, MinAPIVersion })).toEqual({ type: "chosen", version });
  });

  test("a daemon that is too old is refused by name", () => {
    const choice = chooseVersion({ Version: "19.03.5", ApiVersion: "1.40" });
    expect(choice).toMatchObject({ type: "unsupported", message: expect.stringContaining("19.03.5") });
  });
});
