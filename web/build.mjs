// Bundles the browser files into web/dist: every script directly in
// web/scripts and every stylesheet of web/styles but the two that the others
// import. Names carry a hash of the content, manifest.json maps the plain
// names to them, and each file lies there compressed as well.
import { build } from "esbuild";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const web = fileURLToPath(new URL(".", import.meta.url));
const dist = join(web, "dist");
const imported = new Set(["tokens.css", "base.css"]);

async function entries(folder, ending) {
  const names = await readdir(join(web, folder));
  return names.filter((name) => name.endsWith(ending) && !imported.has(name)).map((name) => join(web, folder, name));
}

async function empty() {
  for (const name of await readdir(dist)) {
    if (name !== ".keep") await rm(join(dist, name), { recursive: true });
  }
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function compress(path) {
  const body = await readFile(path);
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } };
  const packed = { br: await brotli(body, best), gz: await zip(body, { level: 9 }) };
  for (const [ending, bytes] of Object.entries(packed)) await writeFile(`${path}.${ending}`, bytes);
  return { file: basename(path), plain: body.length, br: packed.br.length, gz: packed.gz.length };
}

await empty();
const result = await build({
  entryPoints: [...(await entries("scripts", ".js")), ...(await entries("styles", ".css"))],
  outdir: dist,
  entryNames: "[name]-[hash]",
  bundle: true,
  splitting: false, // a chunk shared with the dashboard would cost the survey page a request
  format: "esm",
  minify: true,
  legalComments: "none",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
const sizes = [];
for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  const path = join(process.cwd(), output);
  if (entryPoint) manifest[basename(entryPoint)] = basename(path);
  sizes.push(await compress(path));
}
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
console.table(sizes);
