// `serve PORT ...`: the same HTTP server on each port. `serve udp:PORT` answers datagrams, `serve PORT=TEXT` says TEXT.
import { createSocket } from "node:dgram";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { hostname } from "node:os";

export function serve(parameters: readonly string[]): void {
  for (const parameter of parameters) {
    const [, udp, port, text] = /^(udp:)?(\d+)(?:=(.*))?$/.exec(parameter) ?? [];
    if (port === undefined) throw new Error(`not a port: ${parameter}`);
    if (udp !== undefined) serveDatagrams(Number(port));
    else createServer((asked, response) => void answer(asked, response, text)).listen(Number(port), "0.0.0.0");
  }
}

/** Answers `hostname` with the name of the pod, and anything else with itself. */
function serveDatagrams(port: number): void {
  const socket = createSocket("udp4");
  socket.on("message", (message, from) => {
    const text = message.toString().trim();
    socket.send(text === "hostname" ? hostname() : text, from.port, from.address);
  });
  socket.bind(port);
}

const startedMs = Date.now();

async function answer(asked: IncomingMessage, response: ServerResponse, text: string | undefined): Promise<void> {
  const url = new URL(asked.url ?? "/", "http://localhost");
  const query = (name: string) => url.searchParams.get(name) ?? "";
  console.log(`${asked.method} ${asked.url} ${asked.headers["x-test"] ?? ""}`);
  if (text !== undefined) return void response.end(text);
  switch (url.pathname) {
    case "/hostname":
      return void response.end(hostname());
    case "/client":
      return void response.end(asked.socket.remoteAddress?.replace("::ffff:", ""));
    case "/method":
      return void response.end(`${asked.method} ${url.search}`);
    case "/redirect":
      return void response.writeHead(302, { location: "/hostname" }).end();
    case "/failing-after":
      return void response.writeHead(Date.now() - startedMs > Number(query("ms")) ? 500 : 200).end();
    case "/dial":
      return void response.end(await dial(query("protocol"), query("host"), Number(query("port")), query("path")));
    default:
      return void response.end(`${url.pathname}`);
  }
}

/** Asks another pod, and answers what it says or what went wrong. */
function dial(protocol: string, host: string, port: number, path: string): Promise<string> {
  return new Promise((resolve) => {
    if (protocol === "udp") {
      const socket = createSocket("udp4");
      const timer = setTimeout(() => finish("no answer"), 2000);
      const finish = (text: string) => {
        clearTimeout(timer);
        socket.close();
        resolve(text);
      };
      socket.on("message", (message) => finish(message.toString()));
      socket.on("error", (error) => finish(String(error)));
      socket.send(path, port, host);
      return;
    }
    const sent = request({ host, port, path, timeout: 5000, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.on("error", (error) => resolve(String(error)));
    sent.end();
  });
}
