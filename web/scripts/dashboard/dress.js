// Gives an option that says what to draw the looks of the page.

const ink = "var(--text)";
const muted = "var(--muted)";
const hairline = "var(--hairline)";
const TEXT = 13; // px: never scaled, never under 12

/**
 * @param {object} option as it came; it is not changed
 * @param {{width: number, rightToLeft: boolean, font: string, description: string}} page
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
    aria: { enabled: true, label: { enabled: true, description: page.description } },
    tooltip: tooltip(dressed.tooltip),
    ...legend(dressed.legend),
    ...axes(dressed, page),
    series: list(dressed.series).map(series),
  };
}

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

// An HTML tooltip would write style attributes.
const tooltip = (given) => ({
  ...given,
  renderMode: "richText",
  confine: true,
  backgroundColor: "var(--raised)",
  borderColor: "var(--control)",
  borderWidth: 1,
  textStyle: { color: ink, fontSize: TEXT },
});

const legend = (given) =>
  given === undefined
    ? {}
    : { legend: list(given).map((each) => ({ ...each, textStyle: { ...each.textStyle, color: ink, fontSize: TEXT } })) };

// In a page that is read from the right the zero stands on the right, too.
function axes(option, { width, rightToLeft }) {
  const x = list(option.xAxis).map((axis) => ({
    ...looks(axis, width),
    ...(rightToLeft && axis.type !== "category" ? { inverse: !axis.inverse } : {}),
  }));
  const y = list(option.yAxis).map((axis) => ({ ...looks(axis, width), ...(rightToLeft ? { position: "right" } : {}) }));
  return { ...(x.length ? { xAxis: x } : {}), ...(y.length ? { yAxis: y } : {}) };
}

function looks(axis, width) {
  const names = axis.type === "category";
  return {
    ...axis,
    axisLine: { ...axis.axisLine, lineStyle: { color: hairline } },
    axisTick: { show: false, ...axis.axisTick },
    splitLine: { ...axis.splitLine, lineStyle: { color: hairline } },
    axisLabel: {
      ...axis.axisLabel,
      color: names ? ink : muted,
      fontSize: TEXT,
      hideOverlap: true,
      ...(names ? { interval: 0, width: Math.max(100, Math.min(180, width * 0.34)), overflow: "break" } : {}),
    },
  };
}

// Highlighting would compute with colours that only the style sheet knows.
const series = (given) => ({
  ...given,
  emphasis: { disabled: true },
  ...(given.label ? { label: { ...given.label, fontSize: Math.max(12, given.label.fontSize ?? TEXT) } } : {}),
});
