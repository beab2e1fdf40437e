// Draws the charts of a page. It carries the drawing library, so only pages
// with a chart load it.

import { draw } from "./dashboard/draw.js";

for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
