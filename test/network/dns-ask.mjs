// Asks one DNS server and prints the records, or the error's code. usage: node dns-ask.mjs SERVER NAME TYPE
import { Resolver } from "node:dns/promises";

const [server, name, type] = process.argv.slice(2);
const resolver = new Resolver({ timeout: 1500, tries: 1 });
resolver.setServers([server]);
try {
  const records = await resolver.resolve(name, type);
  console.log(
    records
      .map((one) => (typeof one === "string" ? one : JSON.stringify(one)))
      .sort()
      .join(" "),
  );
} catch (error) {
  console.log(error.code);
}
