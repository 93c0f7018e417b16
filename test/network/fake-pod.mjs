// Stands in for a pod: answers its name and the caller's address over TCP (HTTP) and UDP on the ports given.
// usage: unshare --net node fake-pod.mjs NAME PORT...
import { createSocket } from "node:dgram";
import { createServer } from "node:http";

const [name, ...ports] = process.argv.slice(2);
const text = (address) => `${name} ${address.replace("::ffff:", "")}\n`;
let open = ports.length;
const ready = () => {
  open -= 1;
  if (open === 0) console.log("ready");
};
for (const port of ports.map(Number)) {
  createServer((request, response) => response.end(text(request.socket.remoteAddress))).listen(port, "0.0.0.0", () => {
    const socket = createSocket("udp4");
    socket.on("message", (_message, from) => socket.send(text(from.address), from.port, from.address));
    socket.bind(port, "0.0.0.0", ready);
  });
}
if (open === 0) {
  console.log("ready");
  setInterval(() => {}, 60_000);
}
