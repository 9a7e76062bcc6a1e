// What an answer says of itself: sentences and tables in the language of the page, names as people call them; and
// every table as a file that a spreadsheet reads.

import { el, state, t, table } from "./page.js";

// What the scenarios of a question are called: {name: label}, the port as it is among them.
export function labelsOf(lists, names) {
  const own = (row) => (state.lang === "zh" ? row.label_zh : row.label_en) || row.name.replaceAll("_", " ");
  const said = new Set(names.flatMap((name) => name.split("+")));
  return { ...Object.fromEntries((lists.scenarios ?? []).filter((row) => said.has(row.name)).map((row) => [row.name, own(row)])), base: t("the port as it is") };
}

const COMBINATION = /(?<![\w.]|the )([a-z_]\w*(?:\+[a-z_]\w*)*)(?!\w|\.\w)/gi;

// A text with the names of scenarios as they are called; A+B is both.
export const spoken = (text, labels) => String(text).replace(COMBINATION, (name) => (name.split("+").every((part) => part in labels) ? optionLabel(name, labels) : name));

export const optionLabel = (name, labels) => name.split("+").map((part) => labels[part] ?? part.replaceAll("_", " ")).join(" + ");

// What a spreadsheet would run as a formula stands behind an apostrophe; numbers stay numbers.
const guarded = (text) => (/^[=+\-@\t\r]/.test(text) && !/^[-+]?[\d.,]+$/.test(text) ? `'${text}` : text);
const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text);
export const csvOf = (headings, rows) => [headings, ...rows].map((cells) => cells.map((cell) => quoted(guarded(plainOf(cell)))).join(",")).join("\r\n");

// The text of a cell, be it a node of several lines.
function plainOf(cell) {
  if (cell == null) return "";
  if (!(cell instanceof Node)) return String(cell);
  return [...cell.childNodes].map((child) => child.textContent.trim()).filter(Boolean).join(" ");
}

export function download(name, text, kind = "text/csv;charset=utf-8") {
  const link = el("a", { href: URL.createObjectURL(new Blob(["\ufeff", text], { type: kind })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// A table that can be taken away as CSV; `name` is that of the file.
export function sheet(name, headings, rows, numbers = []) {
  return el("div", {}, table(headings, rows, numbers),
    rows.length ? el("button", { type: "button", class: "tool", onclick: () => download(`${name}.csv`, csvOf(headings, rows)) }, t("Save table (CSV)")) : null);
}

// The blocks of what a command tells, words first as they come.
export function told(answer, { labels = {}, name = "answer", from = 0 } = {}) {
  return (answer.told?.[state.lang] ?? []).slice(from).map((block, i) => (block.words ? el("div", {}, block.words.split("\n").map((line) => el("p", {}, spoken(line, labels))))
    : block.rows.length ? el("section", {}, block.caption ? el("h3", {}, spoken(block.caption, labels)) : null,
      sheet(`${name}_${i + 1}`, block.headings, block.rows.map((row) => row.map((cell) => spoken(cell, labels))), block.numbers),
      block.note ? el("p", { class: "quiet" }, block.note) : null) : null)).filter(Boolean);
}

// The sentences alone.
export const sentences = (answer, labels = {}) => (answer.told?.[state.lang] ?? []).filter((block) => block.words).flatMap((block) => block.words.split("\n")).map((line) => spoken(line, labels));

const begun = (text) => text.charAt(0).toUpperCase() + text.slice(1);
export const verdict = (text, partial = false) => el("p", { class: partial ? "verdict partial" : "verdict" }, begun(text));

// What is folded away until somebody asks for it.
export const folded = (text, ...nodes) => el("details", {}, el("summary", {}, text), nodes);
