// One address in the forms that its users want.
import { isIPv6 } from "node:net";

export function hostAndPort(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Where a client on this host finds a server that listens on `listen`. */
export function localServerUrl(listen: string, port: number): string {
  const host = listen === "0.0.0.0" ? "127.0.0.1" : listen === "::" ? "::1" : listen;
  return `https://${hostAndPort(host, port)}`;
}
