// The ports there are, and the card of one: what comes, the map, stations, days, and where each value is from.

import { drawMap } from "../parts/map.js";
import { api, ask, el, faults, labelOf, number, state, t, table } from "../parts/page.js";
import { inWords, nameOf, origin } from "../parts/values.js";

export const ORIGINS = ["shipped", "here", "yours"]; // where a port comes from, as twin list says
const MANY = 60; // rows of the ledger at once
const KINDS = ["train", "person", "vehicle", "animal", "container", "cargo"];
const quiet = (text) => el("span", { class: "quiet" }, text);

function portCard(one, days) {
  const kinds = KINDS.filter((kind) => one.comes.some((cls) => cls.kind === kind)), some = one.comes.slice(0, 4).map((cls) => cls[state.lang]);
  const comes = one.comes.length ? `${some.join(state.lang === "zh" ? "、" : ", ")}${one.comes.length > 4 ? " …" : ""}` : "";
  const small = one.ports.length ? t("{n} ports in one", { n: one.ports.length }) : t("{n} stations", { n: one.stations });
  return el("li", {}, el("a", { href: `#/port/${one.name}` }, el("b", {}, labelOf(one)), comes ? el("span", { class: "comes" }, comes) : null,
    quiet(`${[...kinds.map((kind) => t(kind)), small, t("{n} days", { n: days })].join(" · ")}${one.origin === "shipped" ? "" : ` · ${t(one.origin)}`}`)));
}

export async function portsView() {
  const { layouts, peaks } = await ask("list", ["layouts", "peaks"]), days = (name) => peaks.filter((peak) => peak.name.startsWith(`${name}/`)).length;
  const list = (rows) => el("ul", { class: "cards" }, rows.map((one) => portCard(one, days(one.name))));
  const own = layouts.filter((one) => one.origin !== "shipped"), others = layouts.filter((one) => one.origin === "shipped" && !one.ports.length), several = layouts.filter((one) => one.origin === "shipped" && one.ports.length);
  return [el("h1", {}, t("Ports")), own.length ? [el("h2", {}, t("Your own")), list(own), el("h2", {}, t("Ports that are there"))] : null, list(others),
    several.length ? [el("h2", {}, t("Several ports in one")), list(several)] : null].flat().filter(Boolean);
}

// What somebody is most likely to want of the port next.
function ways(name) {
  const way = (to, text) => el("a", { href: to }, t(text));
  return el("nav", { class: "row ways", "aria-label": t("what to do with it") }, way(`#/edit?layout=${name}`, "Edit it"), way(`#/compare?layout=${name}`, "Compare"), way(`#/capacity?layout=${name}`, "Capacity"),
    way(`#/ask?layout=${name}`, "Ask about this port"), way(`#/ask?layout=${name}&command=check`, "Check"), way(`#/ask?layout=${name}&command=preview`, "Demand against capacity"), way("#/live", "Live"));
}

function stationTable(ground, values) {
  const row = new Map(values.map((one) => [one.path, one]));
  const times = (key) => values.filter((one) => one.path.startsWith(`layout.stations.${key}.service_time`)).map((one) => (one.path.endsWith(".service_time") ? inWords(one.value) : `${one.label[state.lang].split(" · ").pop()}: ${inWords(one.value)}`)).join("; ");
  const hours = (key) => { const one = row.get(`layout.stations.${key}.hours`); if (!one) return t("round the clock"); const clock = row.get(`roster.calendars.${one.value}.hours`)?.value; return [one.options.find((option) => option.value === one.value)?.[state.lang], clock].filter(Boolean).join(" "); };
  return table([t("station"), t("does"), t("servers"), t("hours"), t("service time")], Object.entries(ground.stations).map(([key, one]) => [one.label[state.lang], one.does_label[state.lang],
    one.servers == null ? "∞" : number(one.servers, 0), hours(key), times(key) || "–"]), [2]);
}

// Every value with its origin: looked for by a word, and by whether it is known.
function ledger(values) {
  const seek = el("input", { type: "search", name: "seek", placeholder: t("gate, hours, share …") }), body = el("div", {}), of = (row) => (row.origin === "source" || row.origin === "remark" ? "known" : row.origin === "default" ? "default" : "assumed");
  const rows = values.filter((row) => of(row) !== "default"), counts = (kind) => rows.filter((row) => of(row) === kind).length;
  const kind = el("select", { name: "kind" }, el("option", { value: "" }, t("all values")), el("option", { value: "known" }, `${t("known")} (${counts("known")})`), el("option", { value: "assumed" }, `${t("assumed")} (${counts("assumed")})`));
  function show() {
    const text = seek.value.trim().toLowerCase();
    const found = rows.filter((row) => (!kind.value || of(row) === kind.value) && (!text || `${row.path} ${nameOf(row)} ${row.because[state.lang]}`.toLowerCase().includes(text)));
    body.replaceChildren(el("p", { class: "quiet", "aria-live": "polite" }, t("{n} values", { n: number(found.length, 0) }), found.length > MANY ? `, ${t("the first {n} are shown", { n: MANY })}` : ""),
      found.length ? table([t("value"), t("is"), t("believed"), t("origin"), t("because")], found.slice(0, MANY).map((row) => [el("span", { title: row.path }, nameOf(row)), inWords(row.value), row.low ? `${inWords(row.low)} – ${inWords(row.high)}` : "",
        el("span", { class: `chip ${of(row)}` }, origin(row)), row.because[state.lang]])) : el("p", {}, t("no value is called so")));
  }
  for (const one of [seek, kind]) one.addEventListener("input", show);
  show();
  const field = (text, control) => el("label", {}, el("span", {}, t(text)), control);
  return el("div", {}, el("p", {}, t("{n} of {m} values are known; the others are assumed, most with a range.", { n: counts("known"), m: rows.length })), el("div", { class: "row" }, field("find a value", seek), field("which", kind)), body);
}

// What needs longer: who comes, which days there are, what is said of the port.
async function slow(name, parts) {
  const card = await ask("show", ["layout", name]);
  parts.note.replaceChildren(card.note?.[state.lang] ?? "");
  const flows = Object.entries(card.flows).map(([key, flow]) => [flow.label?.[state.lang] ?? key.replaceAll("_", " "), flow.told?.[state.lang] ?? t("nobody comes"), flow.fleet ? t("{n} vehicles", { n: number(flow.fleet, 0) }) : ""]);
  parts.flows.replaceChildren(el("h2", {}, t("Who comes")), table([t("flow"), t("how many come"), t("fleet")], flows, [2]));
  if (card.peaks.length) parts.days.replaceChildren(el("h2", {}, t("Days")), el("ul", { class: "days" }, card.peaks.map((peak) => { const day = peak.name.split("/").pop();
    return el("li", {}, labelOf(peak), " ", el("a", { href: `#/edit?layout=${name}&peak=${day}`, "aria-label": `${t("Edit")}: ${labelOf(peak)}` }, t("Edit")), " ", el("a", { href: `#/compare?layout=${name}&peak=${day}`, "aria-label": `${t("Compare")}: ${labelOf(peak)}` }, t("Compare"))); })));
}

export async function portView(name) {
  const [ground, values] = await Promise.all([api("GET", `/v1/ports/${name}/ground`), api("GET", `/v1/ports/${name}/editable`)]);
  const title = ground.label[state.lang] || name, part = () => el("div", {}), parts = { note: el("p", {}), flows: el("div", {}, quiet(t("one moment"))), days: part() };
  const stations = Object.values(ground.stations), servers = stations.reduce((sum, one) => sum + (one.servers ?? 0), 0);
  slow(name, parts).catch((error) => parts.flows.replaceChildren(faults(error)));
  return [el("h1", {}, title), el("p", {}, t("{n} stations with {m} servers, {k} roads.", { n: stations.length, m: number(servers, 0), k: Object.keys(ground.links).length })), ways(name),
    drawMap(ground, { label: t("map of {port}", { port: title }) }).node, el("p", {}, el("a", { href: `/v1/ports/${name}/map.svg?lang=${state.lang}`, target: "_blank", rel: "noopener" }, t("the map for printing"))),
    parts.flows, parts.days, el("h2", {}, t("Stations")), stationTable(ground, values), el("h2", {}, t("Ledger of assumptions")), parts.note, ledger(values)];
}
