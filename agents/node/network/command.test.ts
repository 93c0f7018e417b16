// Running tools: every end a process can have.
import { expect, test } from "vitest";
import { CommandError, createCommands, must } from "./command.ts";

const commands = createCommands();

test("a process gets its input and answers its output and code", async () => {
  const outcome = await commands.run("sh", ["-c", "cat; echo oops >&2; exit 3"], "hello");
  expect(outcome).toEqual({ type: "exited", code: 3, stdout: "hello", stderr: "oops\n" });
});

test("a program that isn't there is said to be missing", async () => {
  expect(await commands.run("skerry-no-such-program", [])).toEqual({
    type: "missing",
    program: "skerry-no-such-program",
  });
});

test("one that dies of a signal is said to be killed", async () => {
  expect(await commands.run("sh", ["-c", "kill -9 $$"])).toMatchObject({ type: "killed", reason: "ended by SIGKILL" });
});

test("a program that doesn't read its input is no failure", async () => {
  expect(await commands.run("true", [], "x".repeat(1_000_000))).toMatchObject({ type: "exited", code: 0 });
});

test("one that can't be started is an outcome too", async () => {
  expect(await commands.run("true", ["x".repeat(10_000_000)])).toMatchObject({ type: "killed" });
});

test("must throws with the tool's own words", async () => {
  const failing = must(commands, "sh", ["-c", "echo no such thing >&2; exit 1"]);
  await expect(failing).rejects.toThrow(CommandError);
  await expect(failing).rejects.toThrow("no such thing");
});
