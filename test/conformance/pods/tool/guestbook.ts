// `guestbook primary|replica|frontend`: a book of messages at a primary, replicas that read from it, and a front for both.
import { createServer, get } from "node:http";

const port = 6379;
const book = new Map<string, string>();

function ask(host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = get({ host, port, path, agent: false, timeout: 5000 }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.on("error", reject);
  });
}

const roles: Record<string, (path: string, query: URLSearchParams) => Promise<string>> = {
  async primary(path, query) {
    const key = query.get("key") ?? "";
    if (path === "/set") book.set(key, query.get("value") ?? "");
    return book.get(key) ?? "";
  },
  replica: (path, query) => ask("agnhost-primary", `${path}?${query}`),
  frontend: (path, query) => ask(path === "/set" ? "agnhost-primary" : "agnhost-replica", `${path}?${query}`),
};

export function guestbook([role = ""]: readonly string[]): void {
  const answer = roles[role];
  if (answer === undefined) throw new Error(`no role ${role}`);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    answer(url.pathname, url.searchParams).then(
      (text) => response.end(text),
      (error) => response.writeHead(502).end(String(error)),
    );
  });
  server.listen(role === "frontend" ? 80 : port, "0.0.0.0");
}
