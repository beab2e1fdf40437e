import assert from "node:assert/strict";
import { test } from "node:test";
import { wrapped } from "../scripts/dashboard/lines.js";
import { composed, escape, plain } from "../scripts/dashboard/save.js";

const hostile = '</script> __f__x__f__ =HYPERLINK("x") \u202egnorts\u202c \u0000\u0008\ufffe & <b>' + "long".repeat(50);
const page = {
  width: 400,
  height: 120,
  title: hostile,
  about: [hostile, "Autumn pulse 2026 · 9 October 2026"],
  note: ["No figure speaks of fewer than 5 people."],
  font: 'system-ui, "Segoe UI"',
  rightToLeft: false,
  measure: (text) => [...text].length * 7,
  colour: (name) => ({ "--bg": "#ffffff", "--text": "#16202a", "--muted": "#4b5a68", "--d1": "#0072b2" })[name] ?? "currentColor",
};

test("text of a kept drawing stays text, and is XML", () => {
  assert.equal(plain("a\u0000b\u0008c\ufffe\ud800"), "abc");
  assert.equal(escape('<a href="x">&'), "&lt;a href=&quot;x&quot;&gt;&amp;");
  const svg = composed('<svg width="400" height="120"><path fill="var(--d1)"/></svg>', page);
  assert.doesNotMatch(svg, /<\/?(script|b)>/);
  assert.doesNotMatch(svg, /[\u0000-\u0008\ufffe]/);
  assert.equal(svg.match(/<text /g).length, svg.match(/<\/text>/g).length);
});

test("a kept drawing has the colours of the page and says what it is of", () => {
  const svg = composed('<svg width="400" height="120"><path fill="var(--d1)"/><path fill="var(--unknown)"/></svg>', page);
  assert.match(svg, /fill="#0072b2"/);
  assert.doesNotMatch(svg, /var\(/);
  assert.match(svg, /Autumn pulse 2026/);
  assert.match(svg, /No figure speaks of fewer than 5 people\./);
});

test("nothing of a kept drawing lies on anything else or outside", () => {
  const svg = composed('<svg width="400" height="120"></svg>', page);
  const top = Number(svg.match(/<svg y="(\d+)"/)[1]);
  const height = Number(svg.match(/^<svg[^>]* height="(\d+)"/)[1]);
  const lines = [...svg.matchAll(/<text x="\d+" y="(\d+)"/g)].map((found) => Number(found[1]));
  for (const y of lines) assert.ok(y < top || y > top + 120, `a line at ${y}, the chart from ${top}`);
  assert.ok(Math.max(...lines) < height);
  assert.deepEqual(lines, [...lines].sort((a, b) => a - b));
});

test("no line is wider than there is room, and nothing of a text is lost", () => {
  const measure = (text) => [...text].length;
  for (const text of ["", "one", "one two three four", "averyveryverylongword and more", "𝕏".repeat(30)]) {
    const lines = wrapped(text, 8, measure);
    for (const line of lines) assert.ok(measure(line) <= 8, line);
    assert.equal(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
  }
});

test("a page that is read from the right begins there", () => {
  const svg = composed('<svg width="400" height="120"></svg>', { ...page, rightToLeft: true });
  assert.match(svg, /<text x="384"[^>]*direction="rtl"/);
});
