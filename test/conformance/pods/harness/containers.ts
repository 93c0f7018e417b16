// The containers that tests run.
import { shellImage } from "../../../e2e/harness/images.ts";
import { toolImage } from "./tool-image.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Runs a script and ends with it. */
export function script(text: string, more: Fields = {}): Fields {
  return { name: "main", image: shellImage, command: ["sh", "-c", text], ...more };
}

/** Does nothing until it is told to end. */
export function pausing(more: Fields = {}): Fields {
  return script("trap 'exit 0' TERM; sleep 36000 & wait", more);
}

/** The test tool; see `tool/`. */
export function tool(args: readonly string[], more: Fields = {}): Fields {
  return { name: "main", image: toolImage, args, ...more };
}

/** A pod's specification of one container that is not started again. */
export function once(container: Fields, more: Fields = {}): Fields {
  return { restartPolicy: "Never", containers: [container], ...more };
}
