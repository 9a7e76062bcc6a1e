// What changes of a port come to, in words and tables: what differs, what looks odd, where it is full.

import { el, number, state, t, table } from "./page.js";
import { inWords } from "./values.js";

// What stands in a file without where it comes from, be it one value or the fields of a thing.
const bare = (text) => inWords((text?.startsWith("{") ? text.replace(/ \| [^,}\]]*/g, "") : (text ?? "").split("|")[0]).trim()) || "–", MOST = 90;
const KINDS = ["station", "pool", "stock", "quota", "zone", "link", "match", "permission", "slot"]; // of what can be full
const cut = (text) => (text.length > MOST ? el("details", {}, el("summary", {}, `${text.slice(0, 60)}…`), text) : text);

// rows: [{path, before, after}]; own: paths that one has typed, which can be taken back; null where nothing is typed.
export function difference(rows, { named, own, back }) {
  if (!rows.length) return el("p", { class: "quiet" }, t("nothing is changed"));
  rows = gathered(rows, own ?? {});
  const parent = (path) => path.slice(0, path.lastIndexOf(".")), last = (path) => path.slice(path.lastIndexOf(".") + 1).replaceAll("_", " ");
  const called = (path) => named.get(path) ?? (named.has(parent(path)) ? `${named.get(parent(path))} · ${last(path)}` : null);
  const typed = (path) => ["", "+", "~"].map((sign) => sign + path).find((one) => one in (own ?? {}));
  return table([t("value"), t("as it is"), t("planned"), ...(own ? [""] : [])], rows.map((row) => [called(row.path) ? el("span", { title: row.path }, called(row.path)) : el("code", {}, row.path), cut(bare(row.before)), cut(bare(row.after)),
    ...(own ? [typed(row.path) ? el("button", { type: "button", class: "small", "aria-label": `${t("take back")}: ${called(row.path) ?? row.path}`, onclick: () => back(typed(row.path)) }, t("take back")) : el("span", { class: "quiet" }, t("by a lever"))] : [])]));
}

// What was given as a whole is told as one: the hours of a day are one row.
function gathered(rows, own) {
  const wholeOf = (row) => Object.keys(own).find((path) => row.path.startsWith(`${path}.`)), found = new Map();
  const said = (parts, side) => `{${parts.filter((part) => part[side]).map((part) => [part.path.slice(part.path.lastIndexOf(".") + 1), part[side].split("|")[0].trim()]).sort().map((pair) => pair.join(": ")).join(", ")}}`;
  for (const row of rows) { const whole = wholeOf(row) ?? row.path; found.set(whole, [...(found.get(whole) ?? []), row]); }
  return [...found].map(([path, parts]) => (path === parts[0].path ? parts[0] : { path, before: said(parts, "before"), after: said(parts, "after") }));
}

// What a thing is called on the map; a name that stands nowhere is read with blanks.
export const thingName = (ground, kind, name) => ground[kind]?.[name]?.label[state.lang] ?? name.replaceAll("_", " ");

function pathName(ground, path) {
  const [, kind, name] = path.split(".");
  return ground[kind]?.[name] ? el("b", { title: path }, thingName(ground, kind, name)) : el("code", {}, path);
}

const key = (one) => `${one.rule} ${one.path}`;
const finding = (ground) => (one) => el("div", { class: one.severity === "error" ? "notice bad" : "notice" }, pathName(ground, one.path), el("br"), one.text[state.lang], " ", el("span", { class: "quiet" }, one.way_out?.[state.lang] ?? ""));

// New ones first; those that are there today are folded away.
export function findings(planned, today, ground) {
  const now = planned?.findings ?? today?.findings;
  if (!now) return el("p", { class: "quiet" }, t("one moment"));
  const old = new Set(planned && today ? today.findings.map(key) : []), fresh = planned && today ? now.filter((one) => !old.has(key(one))) : [], rest = now.filter((one) => !fresh.includes(one));
  const gone = planned && today ? today.findings.filter((one) => !now.some((other) => key(other) === key(one))) : [];
  const said = finding(ground);
  return el("div", {}, planned && today ? el("p", { class: fresh.length ? "" : "good" }, fresh.length ? t("{n} new findings", { n: fresh.length }) : t("nothing new looks odd"), gone.length ? ` · ${t("{n} are gone", { n: gone.length })}` : "") : null,
    fresh.slice(0, 12).map(said), rest.length ? el("details", {}, el("summary", {}, t("{n} findings that are there today", { n: rest.length })), rest.slice(0, 40).map(said)) : null);
}

const order = (preview) => [...preview.stations].filter((one) => one.utilisation != null).sort((a, b) => b.utilisation - a.utilisation);

// The fullest places, work over open hours, today and as planned.
export function busiest(planned, today, ground) {
  const now = planned ?? today;
  if (!now) return el("p", { class: "quiet" }, t("one moment"));
  const was = new Map((today?.stations ?? []).map((one) => [`${one.kind} ${one.station}`, one.utilisation]));
  const share = (value) => (value == null ? "–" : `${number(100 * value, 0)} %`), name = (one) => thingName(ground, `${one.kind}s`, one.station);
  const bar = (value) => { const made = el("span", { class: value > 1 ? "bar full" : "bar" }); made.style.width = `${Math.min(7 * value, 11)}rem`; return made; };
  const rows = order(now).slice(0, 10).map((one) => { const before = was.get(`${one.kind} ${one.station}`); return [name(one), KINDS.includes(one.kind) ? t(one.kind) : one.kind, ...(planned ? [share(before)] : []), share(one.utilisation), el("span", {}, bar(one.utilisation), one.utilisation > 1 ? el("b", { class: "bad" }, ` ${t("over capacity")}`) : "")]; });
  return table([t("place"), t("kind"), ...(planned ? [t("as it is"), t("planned")] : [t("as it is")]), t("work over open hours")], rows, planned ? [2, 3] : [2]);
}

// Whose use changes most: {station, kind, before, after}; null where none changes by a hundredth.
busiest.changed = (planned, today) => {
  const was = new Map(today.stations.map((one) => [`${one.kind} ${one.station}`, one.utilisation])), by = (one) => Math.abs(one.after - one.before);
  const all = planned.stations.map((one) => ({ ...one, before: was.get(`${one.kind} ${one.station}`), after: one.utilisation })).filter((one) => one.before != null && one.after != null && by(one) >= 0.01);
  return all.sort((a, b) => by(b) - by(a))[0] ?? null;
};
busiest.worst = (preview) => order(preview)[0];
