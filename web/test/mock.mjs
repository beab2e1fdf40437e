// Serves the survey page with a ballot box that lives in this process, to look
// at the pages by hand: node web/test/mock.mjs PAGES [PORT]. PAGES is a folder
// with rendered pages named survey.open.LANGUAGE.html. It prints links.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeBox } from "./box.mjs";

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const types = { ".js": "text/javascript", ".css": "text/css" };
const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const [pages, port = "8090"] = process.argv.slice(2);
const box = makeBox();
let failing = false;

createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = await handle(request.method, url, await text(request));
  response.writeHead(answer.status, { "Content-Security-Policy": csp, "Cache-Control": "no-store", ...answer.headers });
  response.end(answer.body);
}).listen(Number(port), "127.0.0.1", () => {
  for (let i = 0; i < 3; i++) console.log(link(box.invite()));
  console.log(link(box.invite("tiny")));
});

const link = ({ secret, hash }) => `http://127.0.0.1:${port}/surveys/autumn-2026#${secret}.${hash}`;

async function handle(method, url, body) {
  if (url.pathname.startsWith("/assets/")) return asset(url.pathname.slice(8));
  if (url.pathname === "/mock/link") return { status: 200, body: link(box.invite(url.searchParams.get("unit") ?? undefined)) };
  if (url.pathname === "/mock/fail") return { status: 200, body: String((failing = url.searchParams.get("on") === "1")) };
  if (url.pathname === "/mock/close") return { status: 200, body: String(box.close()) };
  if (url.pathname.startsWith("/api/ballot/")) {
    if (failing && method !== "GET") return { status: 503, body: "" };
    const answer = box.route(method, url.pathname.replace("/api/ballot/autumn-2026", ""), body && JSON.parse(body));
    return { status: answer.status, body: await answer.text() };
  }
  const lang = url.searchParams.get("lang") ?? "en";
  const page = url.pathname.startsWith("/page/") ? url.pathname.slice(6) : "survey.open";
  return { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: await readFile(join(pages, `${page}.${lang}.html`)) };
}

async function asset(name) {
  const type = types[name.slice(name.lastIndexOf("."))];
  return { status: 200, headers: { "Content-Type": type }, body: await readFile(join(dist, name)) };
}

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
