// Removes an image that nothing uses.
import type { Docker } from "./client.ts";
import { failureType } from "./failure.ts";
import { encodeReference } from "./inspect-image.ts";

/** `in-use`: a container still needs it. Never forced: Docker would only take the name away. */
export async function removeImage(docker: Docker, reference: string): Promise<"removed" | "gone" | "in-use"> {
  try {
    await docker.perform({ method: "DELETE", path: `/images/${encodeReference(reference)}` });
    return "removed";
  } catch (error) {
    if (failureType(error) === "not-found") return "gone";
    if (failureType(error) === "conflict") return "in-use";
    throw error;
  }
}
