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
    ...radar(dressed.radar, page.width),
    ...axes(dressed, page),
    series: list(dressed.series).map((each) => series(each, list(dressed.xAxis), page.width)),
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

function radar(given, width) {
  if (!given) return {};
  const line = { lineStyle: { color: hairline } };
  const letters = new RegExp(`.{1,${width < NARROW ? 12 : 22}}(\\s|$)|.{1,${width < NARROW ? 12 : 22}}`, "gu");
  const lines = (name) => name.match(letters)?.map((line) => line.trim()).join("\n") ?? "";
  return {
    radar: {
      ...given,
      center: ["50%", "56%"],
      radius: Math.min(130, width * 0.24),
      axisName: { color: ink, fontSize: TEXT, lineHeight: 16, formatter: lines },
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
    ...(axis.type !== "category" ? looks(axis, page) : axis.position === "top" ? above(looks(axis, page), width) : along(looks(axis, page), page)),
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
const within = (width, page) => (name) => {
  const lines = wrapped(String(name), width, page.measure);
  if (lines.length <= LINES) return lines.join("\n");
  let last = lines[LINES - 1];
  while (last && page.measure(`${last}…`) > width) last = [...last].slice(0, -1).join("");
  return [...lines.slice(0, LINES - 1), `${last.trimEnd()}…`].join("\n");
};

// How wide the names of rows may be.
const rowNames = (width) => Math.max(100, Math.min(width > 640 ? 260 : 200, width * 0.36));

// Columns of a table all have their name, in as many lines as it takes.
function above(axis, width) {
  const column = Math.floor((width - rowNames(width) - 24) / Math.max(1, list(axis.data).length));
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
      ...(names ? { interval: 0, lineHeight: 16, width: rowNames(width), formatter: within(rowNames(width), page), overflow: "break" } : {}),
    },
  };
}

// Highlighting would compute with colours that only the style sheet knows.
const series = (given, axes, width) => ({
  ...given,
  emphasis: { disabled: true },
  ...(given.type === "bar" && given.data ? { data: given.data.map(numbered(axes[given.xAxisIndex ?? 0], width)) } : {}),
  ...(given.label ? { label: { ...given.label, fontSize: Math.max(12, given.label.fontSize ?? TEXT) } } : {}),
});

// A number stands in its bar where the bar is wide enough for it.
const numbered = (axis, width) => (bar) => {
  const range = axis?.max - axis?.min;
  if (!bar?.label?.show || !(range > 0)) return bar;
  return { ...bar, label: { ...bar.label, show: (Math.abs(bar.value) * (width - rowNames(width) - 24)) / range >= NUMBER } };
};
