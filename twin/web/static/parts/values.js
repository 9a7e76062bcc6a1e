// One value of a port in a form: numbers with their units, laws with a field for each number, hours, choices; beside it what is
// believed of it, and from where.

import { el, number, state, t } from "./page.js";
import { hoursOf, itemsOf, namesOf, shiftsOf } from "./wholes.js";

const NUMBER = /[-+]?\d+(?:\.\d+)?/g;
const SAID = ["lognormal", "exponential", "triangular", "uniform", "constant", "gamma", "normal", "weibull", "erlang", "mean", "cv", "stages", "to", "s", "min", "h", "d", "unlimited", "observed"];
const ORIGINS = { source: "known", assumed: "assumed", "taken over": "taken over", remark: "derived", lever: "set by a lever" };

export const nameOf = (row) => `${row.thing[state.lang]} · ${row.label[state.lang]}`;
export const origin = (row) => t(ORIGINS[row.origin] ?? row.origin);
export const inWords = (text) => text.split(/(\s+)/).map((word) => (SAID.includes(word) ? t(word) : word)).join("");

// A value as parts: [[text, number], ..., [text]].
function parted(value) {
  const parts = [];
  let end = 0;
  for (const found of value.matchAll(NUMBER)) { parts.push([value.slice(end, found.index), found[0]]); end = found.index + found[0].length; }
  return [...parts, [value.slice(end)]];
}

const typed = (name, value, size, change) => el("input", { value, size, inputmode: "decimal", "aria-label": name, autocomplete: "off", spellcheck: "false", onchange: (event) => change(event.target.value.trim()) });

function numbers(row, value, change) {
  const parts = parted(value), put = (i, said) => change(parts.map(([text, amount], j) => text + (amount == null ? "" : j === i ? said : amount)).join("").trim());
  const count = parts.length - 1;
  return parts.flatMap(([text, amount], i) => [text.trim() ? el("span", {}, inWords(text.trim())) : null,
    amount == null ? null : typed(count > 1 ? `${nameOf(row)}: ${inWords(text.trim() || parts[0][0])} ${i + 1}` : nameOf(row), amount, 6, (said) => put(i, said))]);
}

function counted(row, value, change) {
  const step = (by) => el("button", { type: "button", "aria-label": `${nameOf(row)} ${by > 0 ? "+1" : "−1"}`, onclick: () => change(String(Math.max(0, Number(value) + by))) }, by > 0 ? "+" : "−");
  return [step(-1), typed(nameOf(row), value, 4, change), step(1)];
}

function control(row, value, change, draft) {
  if (row.kind === "profile") return [hoursOf(row, value, change)];
  if (row.kind === "shifts") return [shiftsOf(row, draft)];
  if (row.kind === "list") return [namesOf(row, value, change)];
  if (row.kind === "choice") return [el("select", { "aria-label": nameOf(row), onchange: (event) => change(event.target.value) }, row.options.map((one) => el("option", { value: one.value, selected: one.value === value }, one[state.lang])))];
  if (row.kind === "hours" || value === "unlimited") return [typed(nameOf(row), value, 12, change)];
  if (row.kind === "number" && !row.unit && /^\d+$/.test(value)) return counted(row, value, change);
  return numbers(row, value, change);
}

// Whether a plain number lies outside what is believed of it.
function isOutside(row, value) {
  const [amount, low, high] = [value, row.low, row.high].map((text) => (text.replace(NUMBER, "").trim() === (row.unit || "") ? Number.parseFloat(text) : NaN));
  return amount < low || amount > high;
}

const saidOf = (row) => (row.kind === "choice" ? row.options.find((one) => one.value === row.value)?.[state.lang] ?? row.value
  : row.kind === "list" ? itemsOf(row.value).map((name) => row.options.find((one) => one.value === name)?.[state.lang] ?? name).join(", ") || "–" : inWords(row.value));

// change(text) is told of what is typed; null takes it back. `draft` is {changes, step}, for what is of several values.
export function valueRow(row, draft, change) {
  const now = row.kind === "shifts" ? undefined : draft.changes[row.path], value = now ?? row.value, is = now != null && now !== row.value;
  const range = row.low ? `${t("believed")} ${inWords(row.low)} – ${inWords(row.high)}` : "";
  return el("li", { class: `value ${row.kind} ${is ? "changed" : ""}`, "data-path": row.path },
    el("span", { class: "value-name" }, el("b", {}, row.thing[state.lang]), ` ${row.label[state.lang]}`),
    el("span", { class: "value-field" }, control(row, value, change, draft)),
    el("span", { class: "value-told quiet" }, row.origin === "default" ? "" : el("span", { class: `chip ${row.origin === "source" ? "known" : row.origin}`, title: row.because[state.lang] || row.path }, origin(row)), range ? ` ${range}` : "",
      is && isOutside(row, value) ? el("span", { class: "bad" }, ` ${t("outside what is believed")}`) : "",
      is ? el("span", {}, row.kind === "profile" ? " " : ` ${t("as it is")}: ${saidOf(row)} `, el("button", { type: "button", class: "small", "aria-label": `${t("take back")}: ${nameOf(row)}`, onclick: () => change(null) }, t("take back"))) : ""));
}

// Groups that open, each with its values; those that a text or a place picks are open. Values are made when they are looked at.
export function valueGroups(rows, draft, { picks, change, open, opened }) {
  const { changes } = draft, touched = (row) => (row.kind === "shifts" ? Object.keys(changes).some((path) => path.replace(/^[~+]/, "").startsWith(`${row.path}.`)) : row.path in changes);
  const groups = Map.groupBy ? Map.groupBy(rows, (row) => row.group) : rows.reduce((all, row) => all.set(row.group, [...(all.get(row.group) ?? []), row]), new Map());
  return [...groups].map(([group, all]) => {
    const shown = picks ? all.filter(picks) : all, changed = all.filter(touched).length;
    if (!shown.length) return null;
    const list = el("ul", { class: "values" }), fill = () => { if (!list.firstChild) list.append(...shown.slice(0, 400).map((row) => valueRow(row, draft, (said) => change(row, said)))); };
    const is = picks ? shown.length <= 60 : open.has(group);
    if (is) fill();
    return el("details", { open: is, "data-group": group, ontoggle: (event) => { if (event.target.open) fill(); if (!picks) opened(group, event.target.open); } },
      el("summary", {}, t(group), el("span", { class: "quiet" }, ` ${number(shown.length, 0)}`), changed ? el("b", { class: "chip" }, t("{n} changed", { n: changed })) : ""), list);
  });
}
