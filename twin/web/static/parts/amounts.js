// How numbers of answers are written: seconds as minutes or hours, shares as percent, an interval behind its mean.

import { number, state, t } from "./page.js";

const MINUTE = 60, LONG = 120 * MINUTE;

// How a unit is shown: [factor, unit], seconds by how long they are.
export function scaleOf(unit, ...values) {
  if (unit === "s") return Math.max(...values.filter((value) => value != null).map(Math.abs), 0) >= LONG ? [1 / 3600, "h"] : [1 / MINUTE, "min"];
  if (unit === "share") return [100, "%"];
  return [1, unit === "entities" || unit === "1" ? "" : unit];
}

const UNITS = ["min", "h", "%", "L", "kg", "g", "t", "m", "1/h", "1/d", "CNY", "alarms"];
export const unitText = (unit) => (UNITS.includes(unit) ? t(unit) : unit);

export function amount(value, unit, scale = scaleOf(unit, value)) {
  return value == null ? "–" : `${number(value * scale[0])} ${unitText(scale[1])}`.trim();
}

export function interval(low, high, scale) {
  return low == null ? "" : `${number(low * scale[0])} – ${number(high * scale[0])} ${unitText(scale[1])}`.trim();
}

export const signed = (value, scale) => (value == null ? "–" : `${value > 0 ? "+" : ""}${number(value * scale[0])} ${unitText(scale[1])}`.trim());

// A code word as it is called; one that has no words of its own is read with blanks.
export const codeWord = (code) => state.words[code] ?? String(code).replaceAll("_", " ");

// Money in CNY as millions, or thousands where it is little.
export function money(value) {
  if (value == null) return "–";
  if (value === 0) return "0";
  return Math.abs(value) >= 1e5 ? t("{n} M CNY", { n: number(value / 1e6, 2) }) : t("{n} k CNY", { n: number(value / 1e3, 1) });
}

export const percent = (share, digits = 0) => (share == null ? "–" : `${number(100 * share, digits)} %`);

export const clock = (hours) => `${String(Math.floor(hours) % 24).padStart(2, "0")}:${String(Math.round((hours % 1) * 60) % 60).padStart(2, "0")}`;
