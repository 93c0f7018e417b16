// A program for test containers: `tool.ts serve ...` and others, each in a file of its own.
import { grpcHealth } from "./grpc-health.ts";
import { guestbook } from "./guestbook.ts";
import { serve } from "./serve.ts";
import { webhook } from "./webhook.ts";

// The first process of a container hears only the signals that it asks for.
process.on("SIGTERM", () => process.exit(0));

const commands: Record<string, (parameters: readonly string[]) => void> = {
  serve,
  "grpc-health": grpcHealth,
  guestbook,
  webhook,
};
const [name = "", ...parameters] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) throw new Error(`no command ${name}`);
command(parameters);
