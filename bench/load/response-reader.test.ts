import { describe, expect, test } from "vitest";
import { parseHead, ResponseReader } from "./response-reader.ts";

interface Read {
  code: number;
  body: string;
}

/** The responses in `text` when it comes in pieces of `size` bytes. */
function responses(text: string, size: number): Read[] {
  const read: Read[] = [];
  let body = "";
  const reader = new ResponseReader({
    body: (piece) => {
      body += piece.toString("latin1");
    },
    done: (code) => {
      read.push({ code, body });
      body = "";
    },
  });
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  return read;
}

const withLength = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello";
const inChunks =
  "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n10\r\n, world 12345678\r\n0\r\n\r\n";
const empty = "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n";

describe("ResponseReader", () => {
  test.each([1, 2, 3, 7, 1000])("reads responses that follow each other, in pieces of %i bytes", (size) => {
    expect(responses(withLength + inChunks + empty + withLength, size)).toEqual([
      { code: 200, body: "hello" },
      { code: 201, body: "hello, world 12345678" },
      { code: 204, body: "" },
      { code: 200, body: "hello" },
    ]);
  });

  test("a response that isn't whole is not told", () => {
    expect(responses(inChunks.slice(0, -1), 10)).toEqual([]);
  });

  test("what is no response is refused", () => {
    expect(() => parseHead("SSH-2.0\r\n\r\n")).toThrow("no HTTP response");
    expect(() => parseHead("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")).toThrow("unknown length");
  });
});
