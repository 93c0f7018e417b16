// Whether this host has what the node agent needs. Only looks; the agent is the one that talks to Docker.
import { connect } from "node:net";

/** Where Docker's socket is: DOCKER_HOST when it names one, as for Docker's own tools. */
export function dockerSocket(environment: Readonly<Record<string, string | undefined>>): string {
  const host = environment["DOCKER_HOST"] ?? "";
  if (host === "") return "/var/run/docker.sock";
  if (host.startsWith("unix://")) return host.slice("unix://".length);
  throw new Error(`DOCKER_HOST is ${host}; the node agent uses the engine of its own host, by unix:///PATH`);
}

/** Whether anybody listens on the socket. */
export function isListening(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.on("connect", () => {
      attempt.destroy();
      resolve(true);
    });
    attempt.on("error", () => resolve(false));
  });
}
