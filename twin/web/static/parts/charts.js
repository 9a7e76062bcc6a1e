// Charts of the page, drawn by Observable Plot: time with bands, bars, dots with intervals, cells. Every chart has a
// name for those who do not see it; beside each stands a table or a sentence with its numbers.

import { number, state, t } from "./page.js";

export const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#999999"]; // Okabe and Ito 2008
const DASHES = [null, "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 4"]; // told apart in grey too
const locale = () => (state.lang === "zh" ? "zh-CN" : "en-GB");
export const hour = (at) => new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });

async function drawn(node, { label, height = 240, left = 48, ...options }, marks) {
  const plot = await import("../vendor/plot.js");
  const width = Math.max(280, Math.min(node.clientWidth || 640, 1100));
  const svg = plot.plot({ className: "plot", width, height, marginLeft: left, ariaLabel: label, ...options, marks: marks(plot) });
  svg.setAttribute("role", "img");
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
export function lines({ label, series, unit = "", rules = [], zero = true, height }) {
  const rows = series.flatMap((one, i) => one.points.map((point) => ({ ...point, of: one.label, i })));
  const colour = { domain: series.map((one) => one.label), range: COLOURS, legend: false };
  return chart((node) => drawn(node, { label, height, color: colour, x: { label: null }, y: { label: unitOf(unit), grid: true, zero, nice: true },
    marginRight: series.length > 1 ? 110 : 20 }, (plot) => [
    ...series.map((one, i) => plot.areaY(one.points.filter((point) => point.low != null), { x: "x", y1: "low", y2: "high", fill: COLOURS[i % 7], fillOpacity: 0.18 })),
    ...series.map((one, i) => plot.lineY(one.points, { x: "x", y: "y", stroke: COLOURS[i % 7], strokeWidth: 2, strokeDasharray: DASHES[i % 7] })),
    ...(series.length > 1 ? [plot.text(series.map((one) => ({ ...one.points.at(-1), of: one.label })), { x: "x", y: "y", text: "of", dx: 6, textAnchor: "start", fill: "of" })] : []),
    ...rules.map((rule) => ("y" in rule ? plot.ruleY([rule.y], { stroke: "currentColor", strokeDasharray: "4 3" }) : plot.ruleX([rule.x], { stroke: "currentColor", strokeDasharray: "4 3" }))),
    ...rules.filter((rule) => rule.label).map((rule) => plot.text([rule], { ..."y" in rule ? { y: "y", frameAnchor: "left" } : { x: "x", frameAnchor: "top" }, text: "label", dx: 4, dy: -7, textAnchor: "start" })),
    plot.tip(rows, plot.pointerX({ x: "x", y: "y", title: (row) => `${row.of}\n${row.x instanceof Date ? hour(row.x) : number(row.x)}: ${number(row.y)} ${unit}${row.low == null ? "" : `\n${number(row.low)} – ${number(row.high)}`}` })),
  ]));
}

// rows: [{label, value, low?, high?}], the largest first where the caller sorts them so.
export function bars({ label, rows, unit = "", left = 150 }) {
  return chart((node) => drawn(node, { label, left, height: 34 + 26 * rows.length, x: { label: unit ? `${unit} →` : null, grid: true }, y: { label: null, domain: rows.map((row) => row.label) } }, (plot) => [
    plot.barX(rows, { x: "value", y: "label", fill: COLOURS[0], insetTop: 3, insetBottom: 3 }),
    plot.link(rows.filter((row) => row.low != null), { x1: "low", x2: "high", y1: "label", y2: "label", stroke: "currentColor" }),
    plot.text(rows, { x: (row) => Math.max(row.value, row.high ?? row.value), y: "label", text: (row) => number(row.value), dx: 6, textAnchor: "start" }),
    plot.ruleX([0]),
  ]));
}

// rows: [{label, value, low, high, tone: "good" | "bad" | ""}]: estimates with their intervals around zero or a rule.
export function dots({ label, rows, unit = "", rule = 0, left = 170 }) {
  const shade = (row) => ({ good: COLOURS[2], bad: COLOURS[1] })[row.tone] ?? COLOURS[6];
  return chart((node) => drawn(node, { label, left, height: 44 + 26 * rows.length, x: { label: unit ? `${unit} →` : null, grid: true }, y: { label: null, domain: rows.map((row) => row.label) } }, (plot) => [
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
