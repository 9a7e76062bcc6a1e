// Charts of the page, drawn by Observable Plot: time with bands, bars, dots with intervals, cells. Every chart has a
// name for those who do not see it; beside each stands a table or a sentence with its numbers.

import { number, state, t } from "./page.js";

export const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#999999"]; // Okabe and Ito 2008
const DASHES = [null, "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 4"]; // told apart in grey too
const locale = () => (state.lang === "zh" ? "zh-CN" : "en-GB");
export const hour = (at) => new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });

// A name cut to so many pixels; a Chinese character takes two of the six-and-a-half that a letter takes.
const wide = (letter) => (letter.codePointAt(0) > 0x2e80 ? 2 : 1);
const fitting = (pixels) => (text) => {
  let left = Math.floor(pixels / 6.5);
  const letters = [...String(text)];
  const cut = letters.findIndex((letter) => (left -= wide(letter)) < 0);
  return cut < 0 ? text : `${letters.slice(0, Math.max(cut - 1, 1)).join("")}…`;
};

async function drawn(node, { label, height = 240, left = 48, ...options }, marks) {
  const plot = await import("../vendor/plot.js");
  const width = Math.max(280, Math.min(node.clientWidth || 640, 1100));
  const room = Math.min(left, Math.round(0.4 * width)); // a narrow screen gives names less of it
  const named = options.y?.domain && options.y.tickFormat === undefined ? { y: { ...options.y, tickFormat: fitting(room - 12) } } : {};
  const svg = plot.plot({ className: "plot", width, height, marginLeft: room, ariaLabel: label, ...options, ...named, marks: marks(plot) });
  svg.setAttribute("role", "img");
  for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label"); // the picture has one name
  node.replaceChildren(svg);
}

// A node that draws itself when it is on the page, and again when its width changes.
function chart(draw) {
  const node = document.createElement("div");
  node.className = "chart";
  let width = 0;
  new ResizeObserver(() => {
    if (node.clientWidth && node.clientWidth !== width) { width = node.clientWidth; draw(node); }
  }).observe(node);
  return node;
}

const unitOf = (unit) => (unit ? `↑ ${unit}` : null);

// series: [{label, points: [{x, y, low?, high?}]}], x a Date or number; rules: [{y | x, label}].
// xText says an x that is no Date: on the axis, and under the pointer.
export function lines({ label, series, unit = "", rules = [], zero = true, height, xText = null, xLabel = null, ends = true }) {
  const rows = series.flatMap((one, i) => one.points.map((point) => ({ ...point, of: one.label, i })));
  const named = (node) => ends && series.length > 1 && node.clientWidth > 560; // a name at the end of each line
  const colour = { domain: series.map((one) => one.label), range: COLOURS, legend: false };
  return chart((node) => drawn(node, { label, height, color: colour, x: { label: xLabel, ...(xText ? { tickFormat: xText } : {}) }, y: { label: unitOf(unit), grid: true, zero, nice: true },
    marginRight: named(node) ? 110 : 20 }, (plot) => [
    ...series.map((one, i) => plot.areaY(one.points.filter((point) => point.low != null), { x: "x", y1: "low", y2: "high", fill: COLOURS[i % 7], fillOpacity: 0.18 })),
    ...series.map((one, i) => plot.lineY(one.points, { x: "x", y: "y", stroke: COLOURS[i % 7], strokeWidth: 2, strokeDasharray: DASHES[i % 7] })),
    ...(named(node) ? [plot.text(series.map((one) => ({ ...one.points.at(-1), of: one.label })), { x: "x", y: "y", text: "of", dx: 6, textAnchor: "start", fill: "of" })] : []),
    ...rules.map((rule) => ("y" in rule ? plot.ruleY([rule.y], { stroke: "currentColor", strokeDasharray: "4 3" }) : plot.ruleX([rule.x], { stroke: "currentColor", strokeDasharray: "4 3" }))),
    ...rules.filter((rule) => rule.label).map((rule) => plot.text([rule], { ..."y" in rule ? { y: "y", frameAnchor: "left" } : { x: "x", frameAnchor: "top" }, text: "label", dx: 4, dy: -7, textAnchor: "start" })),
    plot.tip(rows, plot.pointerX({ x: "x", y: "y", title: (row) => `${row.of}\n${row.x instanceof Date ? hour(row.x) : xText ? xText(row.x) : number(row.x)}: ${number(row.y)} ${unit}${row.low == null ? "" : `\n${number(row.low)} – ${number(row.high)}`}` })),
  ]));
}

// rows: [{label, value, low?, high?}], the largest first where the caller sorts them so.
export function bars({ label, rows, unit = "", left = 150 }) {
  return chart((node) => drawn(node, { label, left, marginRight: 56, height: 44 + 30 * rows.length, x: { label: unit ? `${unit} →` : null, grid: true }, y: { label: null, domain: rows.map((row) => row.label) } }, (plot) => [
    plot.barX(rows, { x: "value", y: "label", fill: COLOURS[0], insetTop: 3, insetBottom: 3 }),
    plot.link(rows.filter((row) => row.low != null), { x1: "low", x2: "high", y1: "label", y2: "label", stroke: "currentColor" }),
    plot.text(rows, { x: (row) => Math.max(row.value, row.high ?? row.value), y: "label", text: (row) => number(row.value), dx: 6, textAnchor: "start" }),
    plot.ruleX([0]),
  ]));
}

// rows: [{label, value, low, high, tone: "good" | "bad" | ""}]: estimates with their intervals around zero or a rule.
export function dots({ label, rows, unit = "", rule = 0, left = 170 }) {
  const shade = (row) => ({ good: COLOURS[2], bad: COLOURS[1] })[row.tone] ?? COLOURS[6];
  return chart((node) => drawn(node, { label, left, height: 48 + 32 * rows.length, x: { label: unit ? `${unit} →` : null, grid: true }, y: { label: null, domain: rows.map((row) => row.label) } }, (plot) => [
    ...(rule == null ? [] : [plot.ruleX([rule], { stroke: "currentColor" })]),
    plot.link(rows.filter((row) => row.low != null), { x1: "low", x2: "high", y1: "label", y2: "label", stroke: shade, strokeWidth: 2 }),
    plot.dot(rows, { x: "value", y: "label", fill: shade, r: 5, symbol: (row) => row.tone || "none" }),
  ]));
}

// rows: [{x, y, value}], x and y words or numbers in the order they come in.
export function cells({ label, rows, unit = "", left = 130, text = true }) {
  const order = (name) => [...new Set(rows.map((row) => row[name]))], tall = order("y").length;
  const most = Math.max(...rows.map((row) => row.value ?? 0), 1e-9);
  return chart((node) => drawn(node, { label, left, height: 50 + 24 * tall, x: { label: null, domain: order("x"), type: "band" }, y: { label: null, domain: order("y"), type: "band" },
    color: { type: "linear", scheme: "viridis", label: unit, legend: false } }, (plot) => [
    plot.cell(rows, { x: "x", y: "y", fill: "value", inset: 0.5 }),
    ...(text ? [plot.text(rows, { x: "x", y: "y", text: (row) => (row.value == null ? "" : number(row.value)), fill: (row) => (row.value > 0.6 * most ? "#000000" : "#ffffff") })] : []),
    plot.tip(rows, plot.pointer({ x: "x", y: "y", title: (row) => `${row.y} · ${row.x}\n${row.value == null ? t("not known") : `${number(row.value)} ${unit}`}` })),
  ]));
}

// rows: [{label, part, value}]; parts: their names in the order in which they are stacked, seven at most.
export function stacked({ label, rows, parts, unit = "", left = 150 }) {
  const names = [...new Set(rows.map((row) => row.label))];
  return chart((node) => drawn(node, { label, left, height: 44 + 30 * names.length, x: { label: unit ? `${unit} →` : null, grid: true }, y: { label: null, domain: names },
    color: { domain: parts, range: COLOURS, legend: false } }, (plot) => [
    plot.barX(rows, { x: "value", y: "label", fill: "part", order: parts, insetTop: 3, insetBottom: 3 }),
    plot.ruleX([0]),
    plot.tip(rows, plot.pointer(plot.stackX({ x: "value", y: "label", order: parts, z: "part", title: (row) => `${row.label}\n${row.part}: ${number(row.value)} ${unit}` }))),
  ]));
}

// rows: [{label, low, high}]: what a value does at the low and at the high end of its range, around what is now.
export function ranges({ label, rows, unit = "", left = 200 }) {
  const ends = rows.flatMap((row) => [{ label: row.label, value: row.low, end: 1 }, { label: row.label, value: row.high, end: 0 }]).filter((row) => row.value != null);
  return chart((node) => drawn(node, { label, left, height: 44 + 24 * rows.length, x: { label: unit ? `${unit} →` : null, grid: true }, y: { label: null, domain: rows.map((row) => row.label) } }, (plot) => [
    plot.barX(ends, { x1: 0, x2: "value", y: "label", fill: (row) => COLOURS[row.end], fillOpacity: 0.85, insetTop: 3, insetBottom: 3 }),
    plot.ruleX([0]),
  ]));
}

// The colours of parts or series in words, for a chart that names them nowhere else.
export function legend(names) {
  const list = document.createElement("ul");
  list.className = "legend";
  names.forEach((name, i) => {
    const item = document.createElement("li"), swatch = document.createElement("span");
    swatch.className = "key";
    swatch.style.background = COLOURS[i % COLOURS.length];
    item.append(swatch, name);
    list.append(item);
  });
  return list;
}
