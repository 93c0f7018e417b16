// What is wrong with an expression's text, and how upstream shows it.
// cel-go: common/error.go
import { issuesMax } from "./limits.ts";
import type { Issue } from "./surface.ts";

/** Collects problems of one expression. */
export class Issues {
  readonly #source: string;
  readonly #found: { readonly at: number; readonly text: string }[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  report(at: number, text: string): void {
    if (this.#found.length < issuesMax) this.#found.push({ at, text });
  }

  all(): Issue[] {
    return [...this.#found].sort((a, b) => a.at - b.at).map(({ at, text }) => ({ ...this.#place(at), text }));
  }

  /** As upstream writes it, with the line and a mark beneath. */
  text(): string {
    return this.all()
      .map((issue) => {
        const line = this.#source.split("\n")[issue.line - 1] ?? "";
        const head = `ERROR: <input>:${issue.line}:${issue.column + 1}: ${issue.text}`;
        return `${head}\n | ${line.replaceAll("\t", " ")}\n | ${".".repeat(issue.column)}^`;
      })
      .join("\n");
  }

  #place(at: number): { line: number; column: number } {
    const before = this.#source.slice(0, at);
    const start = before.lastIndexOf("\n") + 1;
    return { line: before.split("\n").length, column: [...before.slice(start)].length };
  }
}
