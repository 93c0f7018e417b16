// Which rules each state of a host's firewall needs.
import { expect, test } from "vitest";
import { missingHoles, ownRules } from "./firewall-holes.ts";

const settings = { clusterCidr: "10.244.0.0/16", nodeLocalAddresses: ["169.254.20.10"], comment: "skerry-ab12" };
const mark = "-m comment --comment skerry-ab12 -j ACCEPT";

function missing(...rows: string[]): string[] {
  return missingHoles(rows.join("\n"), settings).map(({ chain, args }) => [chain, ...args].join(" "));
}

test.each([
  ["an open host needs none", ["-P INPUT ACCEPT", "-P FORWARD ACCEPT"], []],
  [
    "Docker's host: its own chain for such rules",
    ["-P INPUT ACCEPT", "-P FORWARD DROP", "-N DOCKER-USER", "-A FORWARD -j DOCKER-USER"],
    [`DOCKER-USER -s 10.244.0.0/16 ${mark}`, `DOCKER-USER -d 10.244.0.0/16 ${mark}`],
  ],
  [
    "a dropping FORWARD without Docker's chain",
    ["-P FORWARD DROP"],
    [`FORWARD -s 10.244.0.0/16 ${mark}`, `FORWARD -d 10.244.0.0/16 ${mark}`],
  ],
  [
    "a dropping INPUT (ufw): pods must reach DNS",
    ["-P INPUT DROP", "-P FORWARD ACCEPT"],
    [`INPUT -s 10.244.0.0/16 -d 169.254.20.10/32 ${mark}`],
  ],
  [
    "only what is missing",
    ["-N DOCKER-USER", `-A DOCKER-USER -s 10.244.0.0/16 -m comment --comment "skerry-ab12" -j ACCEPT`],
    [`DOCKER-USER -d 10.244.0.0/16 ${mark}`],
  ],
  [
    "another agent's rules are not ours",
    ["-N DOCKER-USER", "-A DOCKER-USER -s 10.244.0.0/16 -m comment --comment skerry-ffff -j ACCEPT"],
    [`DOCKER-USER -s 10.244.0.0/16 ${mark}`, `DOCKER-USER -d 10.244.0.0/16 ${mark}`],
  ],
])("%s", (_name, listing, wanted) => {
  expect(missing(...listing)).toEqual(wanted);
});

test("our own rules are found by their comment", () => {
  const listing = `-P INPUT ACCEPT\n-A FORWARD -j DOCKER-USER\n-A DOCKER-USER -s 10.244.0.0/16 ${mark}\n-A X -m comment --comment theirs -j DROP`;
  expect(ownRules(listing, (comment) => comment.startsWith("skerry-"))).toEqual([
    { chain: "DOCKER-USER", args: ["-s", "10.244.0.0/16", ...mark.split(" ")] },
  ]);
});
