// Makes the host's own programs find the cluster's names, and takes that back.
import { access, constants, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import type { Log } from "../../../src/platform/log.ts";
import { type Commands, failureText } from "../network/command.ts";
import { type AgentNames, anyAgent, interfaceAlias } from "../network/names.ts";
import { chooseHostDns, type HostDnsChoice, type HostDnsFacts, type HostDnsMode } from "./host-dns-choice.ts";
import { withNameserver, withoutNameserver } from "./resolv-conf.ts";
import { parseNameservers } from "./upstreams.ts";

export interface HostResolverOptions {
  readonly mode: HostDnsMode;
  readonly names: AgentNames;
  readonly domain: string;
  /** Where the DNS server is asked through the file: `127.254.20.10` or the like. */
  readonly loopbackAddress: string;
  /** Where systemd-resolved asks it: on a link of its own, since it keeps servers by link. */
  readonly linkAddress: string;
  readonly commands: Commands;
  readonly log: Log;
  /** Another file than /etc/resolv.conf, for tests. */
  readonly file?: string;
}

/**
 * In the file it is a loopback address, because such addresses exist without us: when the agent dies the kernel refuses questions there
 * at once and programs go on to the next server, where any other address would cost them seconds.
 */
export interface HostResolver {
  /** At which address the DNS server must listen for the host; undefined when the host isn't to know the names. */
  prepare(): Promise<string | undefined>;
  /** Points the host there, once that is so. Idempotent: run both again and again, since others write that file too. */
  publish(): Promise<void>;
  /** Before the DNS server stops. */
  remove(): Promise<void>;
}

const defaultFile = "/etc/resolv.conf";

export function createHostResolver(options: HostResolverOptions): HostResolver {
  const { names, log, mode, file = defaultFile } = options;
  let announced = "";

  function announce(message: string, fields: Record<string, unknown>): void {
    if (announced !== message) log.info(message, fields);
    announced = message;
  }

  async function choose(): Promise<HostDnsChoice> {
    return chooseHostDns(mode, await hostFacts(file));
  }

  async function useFile(): Promise<void> {
    const text = await readFile(file, "utf8");
    const wanted = withNameserver(text, options.loopbackAddress, names.ruleComment);
    if (text === wanted) return;
    await replaceText(file, wanted);
    announce("the host finds the cluster's names through an entry in its resolv.conf; it goes when the agent stops", {
      file,
      nameserver: options.loopbackAddress,
    });
  }

  /** Runs commands until one fails; says so, and answers whether all went well. */
  async function runAll(all: readonly (readonly [string, ...string[]])[]): Promise<boolean> {
    for (const [program, ...args] of all) {
      const outcome = await options.commands.run(program, args);
      if (outcome.type === "exited" && (outcome.code === 0 || outcome.stderr.includes("File exists"))) continue;
      const command = [program, ...args].join(" ");
      announce("the host does not find the cluster's names: systemd-resolved can't be told", {
        command,
        why: failureText(outcome),
      });
      return false;
    }
    return true;
  }

  return {
    async prepare() {
      const choice = await choose();
      if (choice.type === "file") return options.loopbackAddress;
      if (choice.type === "resolved") return (await runAll(linkCommands(options))) ? options.linkAddress : undefined;
      // An earlier life may have been told otherwise.
      await removeHostResolver({ file, names });
      announce("the host does not find the cluster's names by itself", { why: choice.why });
      return undefined;
    },
    async publish() {
      const choice = await choose();
      if (choice.type === "file") await useFile();
      else if (choice.type === "resolved" && (await runAll(resolvedCommands(options)))) {
        announce("the host finds the cluster's names through systemd-resolved", { domain: options.domain });
      }
    },
    async remove() {
      await removeHostResolver({ file, names });
      await options.commands.run("ip", ["link", "del", linkName(names)]);
    },
  };
}

/** Takes our entries out of the file: one agent's, or those of every agent that ever ran here. The link goes with `removeNetwork`. */
export async function removeHostResolver(
  options: { readonly names?: AgentNames; readonly file?: string } = {},
): Promise<void> {
  const { names, file = defaultFile } = options;
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const wanted = withoutNameserver(text, (mark) =>
    names ? mark === names.ruleComment : anyAgent.commentPattern.test(mark),
  );
  if (text !== wanted) await replaceText(file, wanted);
}

type LinkOptions = Pick<HostResolverOptions, "names" | "domain" | "linkAddress">;

/** A link of our own, with an address, or systemd-resolved wouldn't take it serious. */
export function linkCommands({ names, linkAddress }: LinkOptions): [string, ...string[]][] {
  const link = linkName(names);
  return [
    ["ip", "link", "add", link, "type", "dummy"],
    ["ip", "link", "set", "dev", link, "alias", interfaceAlias(names, "dns"), "up"],
    ["ip", "addr", "replace", `${linkAddress}/32`, "dev", link],
  ];
}

/** The cluster's domain as a routing domain of that link: nothing else is asked there. When the link goes, so does what was said about it. */
export function resolvedCommands({ names, domain, linkAddress }: LinkOptions): [string, ...string[]][] {
  const link = linkName(names);
  return [
    ["resolvectl", "dns", link, linkAddress],
    ["resolvectl", "domain", link, `~${domain}`],
    ["resolvectl", "default-route", link, "no"],
  ];
}

function linkName(names: AgentNames): string {
  return `${names.interfacePrefix}dns`;
}

async function hostFacts(file: string): Promise<HostDnsFacts> {
  const servers = parseNameservers(await readFile(file, "utf8").catch(() => ""), []);
  return {
    resolved: servers.includes("127.0.0.53"),
    systemd: await exists("/run/systemd/system"),
    fileWritable: await access(file, constants.W_OK).then(
      () => true,
      () => false,
    ),
  };
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** At once, so that nobody reads half of it; in place where the file is mounted (containers), since such a file can't be exchanged. */
async function replaceText(file: string, text: string): Promise<void> {
  const path = await realpath(file);
  const { mode } = await stat(path);
  const temporary = `${path}.skerry`;
  try {
    await writeFile(temporary, text, { mode });
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true });
    await writeFile(path, text);
  }
}
