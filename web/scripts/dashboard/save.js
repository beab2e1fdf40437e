// Keeps a drawing as a file: what it shows with the words that it needs to be
// understood elsewhere. Everything happens in the browser.

import { wrapped } from "./lines.js";

const MARGIN = 16; // px
const LINES = { title: [16, 22, 650], about: [13, 19, 400], note: [12, 17, 400] }; // size, height, weight
const SCALE = 2; // pixels of a PNG for each of the drawing

/**
 * The text without what XML cannot hold.
 * @param {string} text
 */
export const plain = (text) => text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "");

/** @param {string} text */
export const escape = (text) => plain(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/**
 * @param {string} drawing SVG of the chart
 * @param {{width: number, height: number, title: string, about: string[], note: string[], font: string, rightToLeft: boolean,
 *   measure: (text: string, font: string) => number, colour: (name: string) => string}} page
 * @returns {string} a whole SVG document
 */
export function composed(drawing, page) {
  const room = page.width - 2 * MARGIN;
  const x = page.rightToLeft ? page.width - MARGIN : MARGIN;
  let y = MARGIN;
  const write = (text, kind, colour) => {
    const [size, height, weight] = LINES[kind];
    return wrapped(plain(text), room, (part) => page.measure(part, `${weight} ${size}px ${page.font}`))
      .map((line) => {
        y += height;
        return `<text x="${x}" y="${y - 5}" font-size="${size}" font-weight="${weight}" fill="${colour}" direction="${page.rightToLeft ? "rtl" : "ltr"}">${escape(line)}</text>`;
      })
      .join("");
  };
  const ink = page.colour("--text");
  const muted = page.colour("--muted");
  const head = write(page.title, "title", ink) + page.about.map((line) => write(line, "about", muted)).join("");
  const top = y + 8;
  y = top + page.height + 4;
  const foot = page.note.map((line) => write(line, "note", muted)).join("");
  const chart = drawing.replace(/^\s*<svg/, `<svg y="${top}"`).replace(/var\((--[\w-]+)\)/g, (_, name) => escape(page.colour(name)));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${y + MARGIN}" viewBox="0 0 ${page.width} ${y + MARGIN}" font-family="${escape(page.font)}">` +
    `<rect width="100%" height="100%" fill="${page.colour("--bg")}"/>${head}${chart}${foot}</svg>\n`
  );
}

/**
 * Shows the buttons of a figure and makes them work.
 * @param {HTMLElement} figure
 * @param {{getWidth(): number, getHeight(): number}} chart
 */
export function offerFiles(figure, chart) {
  const place = figure.querySelector(".chart-files");
  if (!place) return;
  const status = place.querySelector("[role=status]");
  for (const button of place.querySelectorAll("button")) {
    button.addEventListener("click", async () => {
      const name = `${figure.dataset.file}.${button.dataset.save}`;
      try {
        const svg = composed(new XMLSerializer().serializeToString(figure.querySelector(".chart-area svg")), pageOf(figure, chart));
        hand(button.dataset.save === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await painted(svg), name);
        status.textContent = `${status.dataset.saved} ${name}`;
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
  }
  place.hidden = false;
}

function pageOf(figure, chart) {
  const looks = getComputedStyle(figure);
  const pen = document.createElement("canvas").getContext("2d");
  return {
    width: chart.getWidth(),
    height: chart.getHeight(),
    title: figure.querySelector("figcaption strong").textContent,
    about: [figure.dataset.of, figure.dataset.survey].filter(Boolean),
    note: [figure.querySelector("figcaption .why").textContent, figure.dataset.note],
    font: looks.fontFamily,
    rightToLeft: document.documentElement.dir === "rtl",
    measure: (text, font) => ((pen.font = font), pen.measureText(text).width),
    colour: (name) => paint(looks.getPropertyValue(name).trim(), figure),
  };
}

// A colour as every program that opens the file knows it: those of the system
// are only names here, and "transparent" is none in SVG 1.1.
function paint(value, figure) {
  if (value === "transparent") return "none";
  if (!/^[A-Z][A-Za-z]+$/.test(value)) return value || "currentColor";
  const probe = figure.appendChild(document.createElement("span"));
  probe.style.forcedColorAdjust = "none";
  probe.style.color = value;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

// The pages allow images of data, and of nothing else that a script makes.
async function painted(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * SCALE;
  canvas.height = image.height * SCALE;
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.drawImage(image, 0, 0);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}

function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
