// The bare engine: what a Worker and a Durable Object cost when they do nothing of their own. Every figure of ours stands
// beside one of these.
import { DurableObject } from "cloudflare:workers";

const listStep = 500;

export class Bare extends DurableObject {
  #sql;

  constructor(state, environment) {
    super(state, environment);
    this.#sql = state.storage.sql;
    this.#sql.exec("CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
  }

  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (request.headers.has("upgrade")) return this.#watch();
    if (request.method === "PUT") return this.#tell(pathname, await request.text());
    if (request.method === "POST") {
      this.#sql.exec("INSERT INTO rows (key, value) VALUES (?, ?)", pathname, await request.text());
      return new Response("{}", { status: 201 });
    }
    if (pathname.startsWith("/rows")) return new Response(this.#list(pathname));
    const row = this.#sql.exec("SELECT value FROM rows WHERE key = ?", pathname).raw().next().value;
    return row === undefined ? new Response("{}", { status: 404 }) : new Response(row[0]);
  }

  #watch() {
    const [theirs, ours] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(ours);
    return new Response(null, { status: 101, webSocket: theirs });
  }

  /** Stores a row, then tells everybody who watches. */
  #tell(key, text) {
    this.#sql.exec("INSERT OR REPLACE INTO rows (key, value) VALUES (?, ?)", key, text);
    for (const socket of this.ctx.getWebSockets()) socket.send(`${text}\n`);
    return new Response("{}");
  }

  webSocketClose(socket) {
    socket.close();
  }

  /** The texts of all rows, put together. */
  #list(pathname) {
    const prefix = pathname.slice("/rows".length);
    const texts = [];
    let after = prefix;
    for (;;) {
      const page = [...this.#sql.exec(listQuery, after, `${prefix}~`, listStep).raw()];
      for (const [, text] of page) texts.push(text);
      if (page.length < listStep) return `[${texts.join(",")}]`;
      after = page.at(-1)[0];
    }
  }
}

const listQuery = "SELECT key, value FROM rows WHERE key > ? AND key < ? ORDER BY key LIMIT ?";

export default {
  async fetch(request, environment) {
    const { pathname } = new URL(request.url);
    if (pathname === "/answer") return new Response("ok");
    const stub = environment.BARE.get(environment.BARE.idFromName("one"));
    const url = `https://bare${pathname}`;
    if (pathname === "/watch") return watch(stub, url);
    if (request.method === "GET") return stub.fetch(url);
    return stub.fetch(url, { method: request.method, body: await request.text() });
  },
};

/** What the object tells on its socket, as the body of a response. */
async function watch(stub, url) {
  const { webSocket } = await stub.fetch(url, { headers: { upgrade: "websocket" } });
  webSocket.accept();
  const body = new ReadableStream({
    start(controller) {
      webSocket.addEventListener("message", ({ data }) => controller.enqueue(encoder.encode(data)));
    },
    cancel: () => webSocket.close(),
  });
  return new Response(body);
}

const encoder = new TextEncoder();
