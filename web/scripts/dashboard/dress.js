// Gives an option that says what to draw the looks of the page.

import { wrapped } from "./lines.js";

const ink = "var(--text)";
const muted = "var(--muted)";
const hairline = "var(--hairline)";
export const TEXT = 13; // px: never scaled, never under 12
const NUMBER = 18; // px: two digits and the air beside them
const NARROW = 420; // px: a legend of three takes two lines under it

/**
 * @param {object} option as it came; it is not changed
 * @param {{width: number, rightToLeft: boolean, font: string, description: string, measure: (text: string) => number}} page
 *   measure gives the width of a text in TEXT pixels
 * @returns {object} the option to draw
 */
export function dress(option, page) {
  const dressed = structuredClone(option);
  return {
    ...dressed,
    animation: false,
    backgroundColor: "transparent",
    color: dressed.color ?? ["var(--d1)", "var(--d2)", "var(--d3)", "var(--d4)", "var(--accent)"],
    textStyle: { ...dressed.textStyle, fontFamily: page.font, fontSize: TEXT, color: ink },
    aria: aria(dressed.aria, page.description),
    tooltip: tooltip(dressed.tooltip, page.font),
    ...legend(dressed, page.width),
    ...radar(dressed.radar, page),
    ...axes(dressed, page),
    series: list(dressed.series).map((each) => series(each, list(dressed.xAxis), plotWidth(dressed, page))),
  };
}

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

// The option may say its numbers in words; else the caption must do.
const aria = (given, caption) => ({
  enabled: true,
  label: { enabled: true, description: given?.label?.description ?? caption },
});

// An HTML tooltip would write style attributes.
const tooltip = (given, font) => ({
  ...given,
  renderMode: "richText",
  confine: true,
  backgroundColor: "var(--raised)",
  borderColor: "var(--control)",
  borderWidth: 1,
  textStyle: { color: ink, fontSize: TEXT, fontFamily: font },
});

function legend(option, width) {
  const legends = list(option.legend).map((each) => ({
    ...each,
    itemWidth: 12,
    itemHeight: 12,
    textStyle: { ...each.textStyle, color: ink, fontSize: TEXT },
  }));
  if (legends.length === 0) return {};
  const wraps = width < NARROW && legends.some((each) => each.show !== false);
  const lines = Math.max(2, ...legends.map((each) => each.data?.length ?? 0)); // at worst one entry a line
  const top = lines > 3 ? 24 * lines : 60;
  const grid = wraps ? { grid: list(option.grid).map((each) => ({ ...each, top })) } : {};
  return { legend: legends, ...grid };
}

function radar(given, page) {
  if (!given) return {};
  const line = { lineStyle: { color: hairline } };
  const radius = Math.min(130, page.width * 0.2);
  const beside = page.width / 2 - radius - 16; // what is left for a name
  return {
    radar: {
      ...given,
      center: ["50%", "56%"],
      radius,
      axisName: { color: ink, fontSize: TEXT, lineHeight: 16, formatter: within(Math.min(beside, 160), page) },
      axisLine: line,
      splitLine: line,
      splitArea: { show: false },
    },
  };
}

// In a page that is read from the right the zero stands on the right, too.
function axes(option, page) {
  const { width, rightToLeft } = page;
  const x = list(option.xAxis).map((axis) => ({
    ...(axis.type !== "category" ? looks(axis, page) : axis.position === "top" ? above(looks(axis, page), plotWidth(option, page)) : along(looks(axis, page), page)),
    ...(rightToLeft ? { inverse: !axis.inverse } : {}),
  }));
  const y = list(option.yAxis).map((axis) => ({ ...looks(axis, page), ...(rightToLeft ? { position: "right" } : {}) }));
  return { ...(x.length ? { xAxis: x } : {}), ...(y.length ? { yAxis: y } : {}) };
}

// Names side by side all stand there while each has room for a word. Where not,
// those without room are left out, but never the first and the last.
function along(axis, page) {
  const column = Math.floor((page.width - 56) / Math.max(1, list(axis.data).length)) - 8;
  const all = column >= 60;
  const width = all ? Math.min(column, 140) : 84;
  return {
    ...axis,
    axisLabel: { ...axis.axisLabel, interval: all ? 0 : "auto", hideOverlap: !all, width, lineHeight: 18, formatter: within(width, page), overflow: "break", showMinLabel: true, showMaxLabel: true },
  };
}

const LINES = 3; // of a name: what a row has room for

// A name in as many lines as there are; what does not fit is left out, visibly.
const within = (width, page) => (name) => linesOf(name, width, page).join("\n");

function linesOf(name, width, page) {
  const lines = wrapped(String(name), width, page.measure);
  if (lines.length <= LINES) return lines;
  let last = lines[LINES - 1];
  while (last && page.measure(`${last}…`) > width) last = [...last].slice(0, -1).join("");
  return [...lines.slice(0, LINES - 1), `${last.trimEnd()}…`];
}

// What the names of rows leave for the drawing.
function plotWidth(option, page) {
  const names = list(list(option.yAxis)[0]?.data).flatMap((name) => linesOf(name, rowNames(page.width), page));
  return page.width - Math.max(0, ...names.map((line) => page.measure(line))) - 24;
}

// How wide the names of rows may be.
const rowNames = (width) => Math.max(108, Math.min(width > 640 ? 260 : 200, width * 0.36));

const ROUND = 400; // px: a radar with its names beside it

/**
 * How wide a drawing must be for every name to stand at its place, each word
 * whole where it is not longer than most.
 * @param {object} option as it came
 * @param {(text: string) => number} measure
 */
export function leastWidth(option, measure) {
  const axis = list(option.xAxis).find((each) => each.type === "category" && each.position === "top");
  if (!axis) return option.radar ? ROUND : 0;
  const words = list(axis.data).flatMap((name) => String(name).split(/\s+/));
  return rowNames(0) + 24 + list(axis.data).length * Math.min(110, Math.max(48, ...words.map((word) => Math.ceil(measure(word)) + 6)));
}

// Columns of a table all have their name, in as many lines as it takes.
function above(axis, plot) {
  const column = Math.floor(plot / Math.max(1, list(axis.data).length));
  return { ...axis, axisLabel: { ...axis.axisLabel, interval: 0, hideOverlap: false, width: Math.max(24, column - 4), lineHeight: 16, overflow: column < 96 ? "breakAll" : "break" } };
}

function looks(axis, page) {
  const { width } = page;
  const names = axis.type === "category";
  // Three numbers along a narrow axis are as many as have room.
  const coarse = !names && width < NARROW && axis.axisLabel?.show !== false && axis.max > axis.min;
  return {
    ...axis,
    ...(coarse ? { interval: (axis.max - axis.min) / 2 } : {}),
    axisLine: { ...axis.axisLine, lineStyle: { color: hairline } },
    axisTick: { show: false, ...axis.axisTick },
    splitLine: { ...axis.splitLine, lineStyle: { color: hairline } },
    axisLabel: {
      ...axis.axisLabel,
      color: names ? ink : muted,
      fontSize: TEXT,
      hideOverlap: true,
      ...(names ? { interval: 0, lineHeight: 16, formatter: within(rowNames(width), page) } : {}),
    },
  };
}

// Highlighting would compute with colours that only the style sheet knows.
const series = (given, axes, plot) => ({
  ...given,
  emphasis: { disabled: true },
  ...(given.type === "bar" && given.data ? { data: given.data.map(numbered(axes[given.xAxisIndex ?? 0], plot)) } : {}),
  ...(given.label ? { label: { ...given.label, fontSize: Math.max(12, given.label.fontSize ?? TEXT) } } : {}),
});

// A number stands in its bar where the bar is wide enough for it.
const numbered = (axis, plot) => (bar) => {
  const range = axis?.max - axis?.min;
  if (!bar?.label?.show || !(range > 0)) return bar;
  return { ...bar, label: { ...bar.label, show: (Math.abs(bar.value) * plot) / range >= NUMBER } };
};
