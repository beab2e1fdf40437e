import assert from "node:assert/strict";
import { test } from "node:test";
import { dress, leastWidth } from "../scripts/dashboard/dress.js";
import { matches } from "../scripts/dashboard/find.js";

const page = { width: 600, rightToLeft: false, font: "Test Sans", description: "Scores of the team", measure: (text) => 7 * [...text].length };

test("a team is found without case, accents and order of words", () => {
  const names = ["Operations / Plant Gdańsk", "Technology", "Zürich / Café"];
  assert.deepEqual(matches(names, "gdansk oper"), [true, false, false]);
  assert.deepEqual(matches(names, "CAFE"), [false, false, true]);
  assert.deepEqual(matches(names, "  "), [true, true, true]);
  assert.deepEqual(matches(names, "nowhere"), [false, false, false]);
});

test("a chart never asks for what the pages forbid, whatever its option says", () => {
  const option = { tooltip: { renderMode: "html", trigger: "item" }, animation: true, series: [{ type: "bar", emphasis: { focus: "self" } }] };
  const given = structuredClone(option);
  const dressed = dress(option, page);
  assert.equal(dressed.tooltip.renderMode, "richText");
  assert.equal(dressed.tooltip.trigger, "item");
  assert.equal(dressed.animation, false);
  assert.deepEqual(dressed.series[0].emphasis, { disabled: true });
  assert.deepEqual(option, given, "the option itself is left alone");
});

test("a chart is named in the page's language", () => {
  assert.deepEqual(dress({}, page).aria, { enabled: true, label: { enabled: true, description: "Scores of the team" } });
  const said = { aria: { label: { description: "Vertrauen: 61." } } };
  assert.equal(dress(said, page).aria.label.description, "Vertrauen: 61.");
});

test("text of a chart is never under 12 px", () => {
  const dressed = dress({ xAxis: { type: "value", axisLabel: { fontSize: 8 } }, series: { type: "bar", label: { show: true, fontSize: 6 } } }, page);
  assert.ok(dressed.xAxis[0].axisLabel.fontSize >= 12);
  assert.ok(dressed.series[0].label.fontSize >= 12);
});

test("on a phone an axis has three numbers, and a legend has room for two lines", () => {
  const option = {
    grid: { top: "36" },
    legend: { show: true },
    xAxis: [
      { type: "value", min: 0, max: 100 },
      { type: "value", min: -100, max: 106, axisLabel: { show: false } },
    ],
  };
  const phone = dress(option, { ...page, width: 256 });
  assert.deepEqual([phone.xAxis[0].interval, phone.xAxis[1].interval], [50, undefined]);
  assert.equal(phone.grid[0].top, 60);
  const desk = dress(option, page);
  assert.equal(desk.xAxis[0].interval, undefined);
  assert.deepEqual(desk.grid, { top: "36" });
});

test("the zero stands on the right where one reads from the right", () => {
  const option = { xAxis: { type: "value", min: 0, max: 100 }, yAxis: { type: "category", data: ["a"] } };
  const right = dress(option, { ...page, rightToLeft: true });
  assert.equal(right.xAxis[0].inverse, true);
  assert.equal(right.yAxis[0].position, "right");
  assert.deepEqual([right.xAxis[0].min, right.xAxis[0].max], [0, 100]);
  const left = dress(option, page);
  assert.equal(left.xAxis[0].inverse, undefined);
  assert.equal(left.yAxis[0].position, undefined);
});

// The preview of the survey divides the same way: web/hr_test.go.
test("the survey is divided into parts of nearly the same size", async () => {
  const { parts } = await import("../scripts/survey/parts.js");
  for (const [items, want] of [[0, []], [1, [1]], [6, [6]], [7, [4, 3]], [10, [5, 5]], [28, [6, 6, 5, 6, 5]]]) {
    assert.deepEqual(parts(Array.from({ length: items })).map((part) => part.length), want, `${items} items`);
  }
});

test("a radar's names fit beside it, in as many lines as they take", () => {
  const option = { radar: { indicator: [{ name: "x", max: 100 }] }, series: [{ type: "radar" }] };
  const { axisName, radius } = dress(option, { ...page, width: 300 }).radar;
  for (const line of axisName.formatter("Communication of everything to everybody").split("\n")) assert.ok(7 * [...line].length <= 150 - radius, line);
  assert.equal(axisName.formatter("Trust"), "Trust");
  assert.equal(axisName.formatter(""), "");
  assert.ok(radius < 100);
});

test("columns of a heatmap all have their name, however narrow", () => {
  const option = { xAxis: { type: "category", position: "top", data: ["a", "b", "c", "d", "e"], axisLabel: { show: true } } };
  for (const width of [260, 600, 1100]) {
    const [axis] = dress(option, { ...page, width }).xAxis;
    assert.equal(axis.axisLabel.interval, 0);
    assert.ok(axis.axisLabel.width >= 24 && axis.axisLabel.width * 5 < width);
    assert.equal(axis.axisLabel.rotate, undefined);
  }
});

test("a long name takes three lines, and is visibly cut where it needs more", () => {
  const option = { yAxis: { type: "category", data: ["x"] } };
  const written = (width, name) => dress(option, { ...page, width }).yAxis[0].axisLabel.formatter(name).split("\n");
  const question = "In my team, people warn each other early when something will be late.";
  assert.equal(written(600, question).join(" "), question);
  for (const name of [question, "long".repeat(50)]) {
    const lines = written(260, name);
    assert.equal(lines.length, 3);
    assert.ok(lines[2].endsWith("…"));
    for (const line of lines) assert.ok(7 * [...line].length <= 108, line);
  }
});

test("every survey has its date while there is room for it", () => {
  const labels = (count, width) => dress({ xAxis: { type: "category", data: Array(count).fill("10 November 2026") } }, { ...page, width }).xAxis[0].axisLabel;
  assert.equal(labels(3, 380).interval, 0);
  assert.equal(labels(24, 380).interval, "auto");
  assert.equal(labels(3, 200).interval, "auto");
});

test("a number stands in its bar where it fits", () => {
  const option = { xAxis: [{ type: "value", min: -100, max: 106 }], yAxis: { type: "category", data: ["Communication"] }, series: [{ type: "bar", data: [{ value: 19, label: { show: true } }, { value: 60, label: { show: true } }, { value: 60, label: { show: false } }] }] };
  const shown = (width) => dress(option, { ...page, width }).series[0].data.map((bar) => bar.label.show);
  assert.deepEqual(shown(900), [true, true, false]);
  assert.deepEqual(shown(260), [false, true, false]);
});

test("a drawn table is as wide as its columns' names need", () => {
  const option = { xAxis: { type: "category", position: "top", data: ["Trust", "Communication", "long".repeat(50)] } };
  assert.equal(leastWidth(option, page.measure), 108 + 24 + 3 * 110);
  assert.equal(leastWidth({ xAxis: { type: "category", position: "top", data: ["A", "B"] } }, page.measure), 108 + 24 + 2 * 48);
  assert.equal(leastWidth({ xAxis: { type: "value" } }, page.measure), 0);
  assert.equal(leastWidth({}, page.measure), 0);
  assert.equal(leastWidth({ radar: { indicator: [] } }, page.measure), 400);
});
