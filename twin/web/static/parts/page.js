// What every view is made of: texts in a language, elements, tables, questions to the server. Text is set as text only.

import { waitedFor } from "./waiting.js";

export const state = { lang: localStorage.getItem("lang") || (navigator.language.startsWith("zh") ? "zh" : "en"), words: {}, role: "" };

export const t = (text, values = {}) => Object.entries(values).reduce(
  (said, [name, value]) => said.replace(`{${name}}`, value), state.words[text] ?? text);

// An element: el("p", {class: "quiet"}, "text", child, ...).
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

export function table(headings, rows, numbers = []) {
  const shape = (i) => (numbers.includes(i) ? { class: "number" } : {});
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": headings.filter(Boolean).join(", ") },
    el("table", {},
      el("thead", {}, el("tr", {}, headings.map((text, i) => el("th", { scope: "col", ...shape(i) }, text)))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell, i) => el("td", shape(i), cell ?? "")))))));
}

export class Refused extends Error {
  constructor(status, faults) { super(faults.map((fault) => fault.text).join("; ")); this.status = status; this.faults = faults; }
}

export async function api(method, path, body, headers = {}) {
  const plain = body === undefined || typeof body === "string" || body instanceof ArrayBuffer || body instanceof Blob;
  const answer = await fetch(path, { method, headers: plain ? headers : { "content-type": "application/json", ...headers },
    body: plain ? body : JSON.stringify(body) });
  const data = await answer.json().catch(() => null);
  if (answer.status === 401 && location.hash !== "#/key") { location.hash = "#/key"; }
  if (!answer.ok) {
    const detail = data?.detail ?? t("the server does not answer");
    const faults = Array.isArray(detail) ? detail.map((one) => ({ path: one.path ?? (one.loc ?? []).join("."),
      text: one.text ?? one.msg, value: one.value ?? "", place: one.place ?? "", label: one.label ?? null })) : [{ path: "", value: "", text: String(detail) }];
    throw new Refused(answer.status, faults);
  }
  return data;
}

// A quick question; where it takes longer than a moment, the page says so.
export const ask = (command, words, options = []) => waitedFor(api("POST", "/v1/ask", { command, words, options, lang: state.lang }));

export function faults(error) {
  const list = error instanceof Refused ? error.faults : [{ path: "", value: "", text: String(error.message ?? error) }];
  return el("div", { role: "alert" }, list.map((fault) => el("div", { class: "notice bad" },
    fault.label ? `${fault.label[state.lang]} ` : null, fault.path ? el("code", {}, fault.path) : null, fault.path ? el("br") : null,
    `${fault.value ? `${fault.value}: ` : ""}${fault.text}`)));
}

export function say(text) {
  const said = document.getElementById("said");
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.textContent = ""; }, 6000);
}

export const number = (value, digits = 1) => (value == null ? "–" : new Intl.NumberFormat(state.lang === "zh" ? "zh-CN" : "en",
  { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : digits }).format(value));

export const labelOf = (row) => (state.lang === "zh" ? row.label_zh : row.label_en) || row.name;
