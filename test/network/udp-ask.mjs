// Sends one datagram and prints the answer. usage: node udp-ask.mjs ADDRESS PORT [SOURCE-PORT]
import { createSocket } from "node:dgram";

const [address, port, sourcePort] = process.argv.slice(2);
const socket = createSocket("udp4");
const late = setTimeout(() => end("timeout"), 2000);
function end(text) {
  clearTimeout(late);
  console.log(text);
  socket.close();
}
socket.on("message", (message) => end(message.toString().trim()));
socket.on("error", (error) => end(error.code));
socket.bind(Number(sourcePort ?? 0), () => {
  socket.connect(Number(port), address, () => socket.send("hello"));
});
