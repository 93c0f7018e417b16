// Paths to other nodes' pods.
import { expect, test } from "vitest";
import { type Peer, peerPaths } from "./peer-routes.ts";

const settings = { nodeName: "a", hostCidr: "192.0.2.10/24", hostInterface: "eth0", overlayInterface: "skov" };
const peer = (name: string, address: string, podCidr: string): Peer => ({ name, address, podCidr });

test("a neighbour gets a route, a far one the overlay, oneself and the unfinished nothing", () => {
  const peers = [
    peer("c", "198.51.100.7", "10.244.7.0/24"),
    peer("b", "192.0.2.20", "10.244.2.0/24"),
    peer("a", "192.0.2.10", "10.244.1.0/24"),
    peer("new", "192.0.2.30", ""),
    peer("lost", "", "10.244.9.0/24"),
  ];
  expect(peerPaths(peers, settings)).toEqual({
    forwarding: ["fdb replace 0e:0a:0a:f4:07:00 dev skov dst 198.51.100.7 self permanent"],
    neighbours: ["neigh replace 10.244.7.0 lladdr 0e:0a:0a:f4:07:00 dev skov nud permanent"],
    routes: [
      "route replace 10.244.2.0/24 via 192.0.2.20 dev eth0",
      "route replace 10.244.7.0/24 via 10.244.7.0 dev skov onlink",
    ],
  });
});
