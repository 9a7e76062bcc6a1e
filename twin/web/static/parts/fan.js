// Charts that are told anew and again: drawn in place, so that they do not flicker. A fan shows what was, now, and what comes with its
// bands; hours show how many came and left.

import { number, state, t } from "./page.js";

const SHADES = [["low90", "high90", 0.18], ["low50", "high50", 0.3]], INKS = ["var(--fan)", "var(--fan-other)"];
const HALF = 1800_000; // ms: half an hour on either side of now is shown at least
const time = (date) => date.toLocaleTimeString("en-GB", { timeZone: "UTC", hour: "2-digit", minute: "2-digit" });

// Gives {node, draw}; `made(plot, what, {width, tall, size})` gives the drawing, `size` times as large as on a desk. One of no height fills the room that there is.
function drawn(height, made) {
  const node = document.createElement("div");
  node.className = height ? "chart fan" : "chart fan filling";
  if (height) node.style.minHeight = `${height}px`;
  let last = null, width = 0, tall = 0;
  new ResizeObserver(() => {
    if (node.clientWidth && (node.clientWidth !== width || (!height && node.clientHeight !== tall))) { width = node.clientWidth; tall = node.clientHeight; if (last) put(); }
  }).observe(node);

  async function put() {
    const plot = await import("../vendor/plot.js"), size = height ? 1 : Math.max(parseFloat(getComputedStyle(node).fontSize) / 17, 0.8);
    const svg = made(plot, last, { width: Math.max(node.clientWidth, 160), tall: height || Math.max(node.clientHeight, 90), size });
    for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label"); // it is one picture, with one name
    svg.setAttribute("role", "img");
    svg.setAttribute("lang", state.lang);
    node.replaceChildren(svg);
  }

  return { node, draw: (what) => { last = what; if (node.clientWidth) put(); } };
}

// draw({label, past: [{x, y, low?, high?}], ahead: [{label, rows: [{x, median, low90, ...}]}], now, rule: {y, label}, unit}).
export const fan = (height = 260) => drawn(height, (plot, { label, past = [], ahead = [], now = null, rule = null, unit = "" }, { width, tall, size }) => {
  const rows = [...past.map((one) => ({ ...one, of: t("as it was") })),
    ...ahead.flatMap((one) => one.rows.map((row) => ({ x: row.x, y: row.median, low: row.low90, high: row.high90, of: one.label })))];
  const highest = Math.max(...rows.map((row) => row.high ?? row.y ?? 0), 1), isNear = rule != null && rule.y <= 3 * highest;
  return plot.plot({ className: "plot", width, height: tall, marginLeft: (height ? 44 : 36) * size, marginRight: 16 * size, marginTop: (unit ? 22 : 14) * size, marginBottom: 26 * size, ariaLabel: label,
    x: { type: "utc", label: null, ...(now == null ? {} : { domain: [Math.min(now - HALF, ...rows.map((row) => row.x)), Math.max(+now + HALF, ...rows.map((row) => row.x))] }), ticks: Math.max(2, Math.round(width / (110 * size))), tickFormat: time },
    y: { label: unit ? `↑ ${unit}` : null, grid: true, zero: true, nice: true, ticks: tall > 200 * size ? 5 : 3, domain: [0, Math.max(highest, isNear ? rule.y : 0, 4)] },
    marks: [
      plot.areaY(past.filter((one) => one.low != null), { x: "x", y1: "low", y2: "high", fill: "currentColor", fillOpacity: 0.15 }),
      ahead.flatMap((one, i) => SHADES.map(([low, high, opacity]) => plot.areaY(one.rows, { x: "x", y1: low, y2: high, fill: INKS[i], fillOpacity: opacity }))),
      plot.lineY(past, { x: "x", y: "y", stroke: "currentColor", strokeWidth: 2 * size }),
      ahead.map((one, i) => plot.lineY(one.rows, { x: "x", y: "median", stroke: INKS[i], strokeWidth: 2.4 * size, strokeDasharray: i ? "7 4" : null })),
      now == null ? [] : plot.ruleX([now], { stroke: "currentColor", strokeDasharray: "2 3" }),
      isNear ? [plot.ruleY([rule.y], { stroke: "var(--bad)", strokeDasharray: "5 3" }),
        plot.text([rule], { y: "y", frameAnchor: "left", text: "label", dx: 4, dy: -7, textAnchor: "start", fill: "currentColor", stroke: "var(--paper)", strokeWidth: 4 })] : [],
      plot.tip(rows, plot.pointerX({ x: "x", y: "y", fill: "var(--paper)", title: (row) => `${row.of}\n${time(row.x)}: ${number(row.y)}${row.low == null ? "" : ` (${number(row.low)}–${number(row.high)})`}` })),
    ].flat() });
});

// draw({label, came: [a number an hour], left: [...]}).
export const hours = (height = 0) => drawn(height, (plot, { label, came, left }, { width, tall, size }) => {
  const bars = (numbers, from, to, of) => numbers.map((value, hour) => ({ x1: hour + from, x2: hour + to, value, hour, of }));
  const rows = [...bars(came, 0.08, 0.48, t("came")), ...bars(left, 0.52, 0.92, t("left"))];
  return plot.plot({ className: "plot", width, height: tall, marginLeft: 36 * size, marginRight: 26 * size, marginTop: 14 * size, marginBottom: 26 * size, ariaLabel: label,
    x: { label: null, domain: [0, Math.max(24, came.length)], ticks: [0, 6, 12, 18, 24], tickFormat: (hour) => `${String(hour).padStart(2, "0")}:00` },
    y: { label: null, grid: true, nice: true, ticks: 4, domain: [0, Math.max(...came, ...left, 4)] },
    marks: [
      plot.rectY(rows, { x1: "x1", x2: "x2", y: "value", fill: (row) => (row.of === t("came") ? INKS[0] : INKS[1]) }), plot.ruleY([0]),
      plot.tip(rows, plot.pointerX({ x: (row) => (row.x1 + row.x2) / 2, y: "value", fill: "var(--paper)", title: (row) => `${row.of}, ${row.hour}:00–${row.hour + 1}:00: ${row.value}` })),
    ] });
});
