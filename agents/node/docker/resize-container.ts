// Sets the size of a container's terminal.
import type { Docker } from "./client.ts";

export async function resizeContainer(
  docker: Docker,
  id: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Promise<void> {
  const path = `/containers/${encodeURIComponent(id)}/resize`;
  await docker.perform({ method: "POST", path, query: { w: columns, h: rows } });
}
