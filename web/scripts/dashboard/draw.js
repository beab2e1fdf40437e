// Draws the charts of a page from the options that came with it as JSON, as
// SVG. Text is real text of a fixed size, colours are those of the style sheet
// (var(--…) stays as it is, so that themes and print need no second drawing),
// and nothing here writes a style attribute, which the pages forbid.

import { BarChart, HeatmapChart, LineChart, RadarChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import { dress, leastWidth, TEXT } from "./dress.js";
import { offerFiles } from "./save.js";

use([
  AriaComponent,
  BarChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  RadarChart,
  RadarComponent,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
]);

const PAPER = 600; // px: fits the text of A4 and Letter

/** @param {HTMLElement} figure with an area to draw in and the option as JSON */
export function draw(figure) {
  const option = read(figure);
  if (!option) return; // the table beside it says the same
  figure.hidden = false;
  const area = figure.querySelector(".chart-area");
  area.style.height = `${figure.dataset.height}px`;
  const pen = document.createElement("canvas").getContext("2d");
  const measure = (text) => ((pen.font = `${TEXT}px ${getComputedStyle(area).fontFamily}`), pen.measureText(text).width);
  const least = leastWidth(option, measure);
  area.style.minWidth = `${least}px`;
  const chart = init(area, null, { renderer: "svg" });
  const paint = (width) => {
    chart.resize(width);
    chart.setOption(
      dress(option, {
        width: chart.getWidth(),
        rightToLeft: document.documentElement.dir === "rtl",
        font: getComputedStyle(area).fontFamily,
        measure,
        description: figure.querySelector("figcaption").textContent.trim(),
      }),
      true,
    );
  };
  paint();
  if (least > 0) scrollable(area.parentElement, figure.querySelector("figcaption strong").textContent);
  offerFiles(figure, chart);
  new ResizeObserver(() => paint()).observe(area);
  addEventListener("beforeprint", () => paint({ width: PAPER }));
  addEventListener("afterprint", () => paint());
}

/** What is wider than its place can be reached with the keyboard. */
function scrollable(place, name) {
  place.tabIndex = 0;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", name);
}

/** The option, or null when it is not one. */
function read(figure) {
  try {
    const option = JSON.parse(figure.querySelector("script").textContent);
    return typeof option === "object" ? option : null;
  } catch {
    return null;
  }
}
