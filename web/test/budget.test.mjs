import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

// Of the 40 kB until the first question, these two files may take so much; the
// rest is for the page and the manifest. The curves are loaded while somebody
// answers.
const limits = { "scripts/survey.js": 13_000, "styles/survey.css": 4_700 };

const drawing = 220_000; // the library that draws charts, and what dresses and keeps them

/** What the browser gets of a script or style: one file. */
async function bundled(file) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../${file}`, import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    legalComments: "none",
    target: ["es2022", "chrome109", "firefox115", "safari16.4"],
    write: false,
  });
  assert.equal(outputFiles.length, 1);
  return outputFiles[0];
}

for (const [file, limit] of Object.entries(limits)) {
  test(`${file} takes at most ${limit} bytes, gzipped, and asks for nothing else`, async () => {
    const { contents, text } = await bundled(file);
    const size = gzipSync(contents, { level: 9 }).length;
    assert.ok(size <= limit, `${size} bytes`);
    assert.doesNotMatch(text, /@import|url\(|https?:\/\/(?!www\.w3\.org)/);
    assert.doesNotMatch(text, /\beval\(|new Function/);
    assert.equal((text.match(/\bimport\s*\(/g) ?? []).length, file.endsWith(".js") ? 1 : 0);
  });
}

test(`the script that draws takes at most ${drawing} bytes, with brotli, and asks for nothing else`, async () => {
  const { contents, text } = await bundled("scripts/chart.js");
  const size = brotliCompressSync(contents).length;
  assert.ok(size <= drawing, `${size} bytes`);
  assert.doesNotMatch(text, /\bimport\s*\(|\bfetch\(/);
});
