// The answer of a run: what holds the port up, waits by class with intervals, queues over the day against the room
// there is, how servers spend the day, where the minutes go; of replications that have ended so far as well.

import { amount, clock, interval, money, percent, scaleOf, unitText } from "./amounts.js";
import { bars, dots, legend, stacked } from "./charts.js";
import { causeText, queueChart } from "./compared.js";
import { valueOf } from "./choosing.js";
import { el, number, state, t } from "./page.js";
import { folded, sentences, sheet, verdict } from "./wording.js";

const MOST = 10; // places, causes
const SHOWN = ["arrived", "finished", "inside_at_end", "time_in_port_mean", "time_in_port_p95", "wait_mean", "wait_p95", "throughput_per_hour"];
const AT_PLACES = ["wait_mean", "wait_p95", "queue_max", "busy"];
const USE = ["busy", "blocked", "starved", "down", "off_shift"];

export function ran(job, answer, partial) {
  const said = sentences(answer), names = answer.names[state.lang], name = valueOf(job.question.words, "layout");
  const part = partial ? el("p", { class: "notice" }, t("So far, by {done} of {asked} runs: intervals become narrower as more end.", answer.replications)) : null;
  return [part, verdict(said[0] ?? "", partial), ...waits(answer, names), ...queues(answer, names), ...used(answer, names), ...why(answer, names),
    folded(t("Key figures"), keys(answer, names, name)), el("h2", {}, t("Places with the longest waits")), places(answer, names, name), ...air(answer, name),
    el("h2", {}, t("What was run")), ...said.slice(1).map((line) => el("p", { class: "quiet" }, line))].flat().filter(Boolean);
}

const own = (name, names, kind) => names[kind]?.[name] ?? names.place?.[name] ?? name.replaceAll("_", " ");

function waits(answer, names) {
  const rows = answer.kpis.filter((row) => row.scope === "class" && row.measure === "wait_mean" && row.mean != null).sort((a, b) => b.mean - a.mean).slice(0, MOST);
  if (!rows.length) return [];
  const scale = scaleOf("s", ...rows.map((row) => row.mean)), label = t("mean wait by class, with 95 % intervals");
  return [el("h2", {}, t("Who waits how long")), dots({ label, unit: unitText(scale[1]), rule: null, rows: rows.map((row) => ({ label: own(row.name, names, "class"), value: row.mean * scale[0], low: row.low == null ? null : row.low * scale[0], high: row.high == null ? null : row.high * scale[0], tone: "" })) }),
    el("p", { class: "quiet" }, label)];
}

function queues(answer, names) {
  if (!answer.queues?.length) return [];
  const pick = el("select", {}, answer.queues.map((one) => el("option", { value: one.place }, own(one.place, names, "place")))), node = el("div", {});
  function draw() {
    const one = answer.queues.find((found) => found.place === pick.value), most = Math.max(...one.mean), at = one.minute[one.mean.indexOf(most)] / 60;
    const room = one.storage != null && one.storage <= 3 * most ? [{ y: one.storage, label: t("room to wait") }] : [];
    node.replaceChildren(queueChart([[own(one.place, names, "place"), one]], names, room),
      el("p", {}, t("At the most {n} wait, at {time}; there is room for {room}.", { n: number(most, 0), time: clock(at), room: one.storage == null ? t("any number") : number(one.storage, 0) })));
  }
  pick.addEventListener("change", draw);
  draw();
  return [el("h2", {}, t("Queues over the day")), el("label", {}, el("span", {}, t("place")), pick), node];
}

function used(answer, names) {
  const worked = (answer.utilisation ?? []).filter((row) => row.busy != null).sort((a, b) => b.busy + b.blocked - a.busy - a.blocked).slice(0, MOST);
  if (!worked.length) return [];
  const label = t("how servers spend the day"), parts = USE.map((part) => t(part));
  const rows = worked.flatMap((row) => USE.map((part) => ({ label: own(row.station, names, "place"), part: t(part), value: 100 * (row[part] ?? 0) })));
  return [el("h2", {}, t("How the servers spend the day")), legend(parts), stacked({ label, rows, parts, unit: "%" }),
    folded(t("as a table"), sheet("utilisation", [t("place"), ...parts], worked.map((row) => [own(row.station, names, "place"), ...USE.map((part) => percent(row[part]))]), USE.map((_, i) => i + 1)))];
}

export function why(answer, names) {
  const rows = (answer.why ?? []).slice(0, MOST);
  if (!rows.length) return [el("h2", {}, t("Why they wait")), el("p", {}, t("nobody waited"))];
  const label = t("hours waited a day by their root cause");
  return [el("h2", {}, t("Why they wait")), bars({ label, unit: t("h"), left: 230, rows: rows.map((row) => ({ label: causeText(row, names), value: row.minutes / 60, low: row.low == null ? null : Math.max(row.low, 0) / 60, high: row.high == null ? null : row.high / 60 })) }),
    folded(t("as a table"), sheet("why", [t("cause"), t("share"), t("hours waited a day"), t("95 % interval")], answer.why.map((row) => [causeText(row, names), percent(row.share, 1), number(row.minutes / 60), interval(row.low, row.high, [1 / 60, "h"])]), [1, 2, 3]))];
}

const figure = (row) => { const scale = scaleOf(row.unit, row.mean); return [amount(row.mean, row.unit, scale), interval(row.low, row.high, scale)]; };

function keys(answer, names, name) {
  const rows = answer.kpis.filter((row) => ["port", "flow", "class"].includes(row.scope) && SHOWN.includes(row.measure) && row.mean != null);
  return sheet(`key_figures_${name}`, [t("of"), t("measure"), t("mean"), t("95 % interval")], rows.map((row) => [row.scope === "port" ? t("whole port") : own(row.name, names, row.scope), t(row.measure), ...figure(row)]), [2, 3]);
}

function places(answer, names, name) {
  const stations = answer.kpis.filter((row) => row.scope === "station" && row.cls === "all" && row.mean != null);
  const worst = stations.filter((row) => row.measure === "wait_mean").sort((a, b) => b.mean - a.mean).slice(0, MOST).map((row) => row.name);
  return sheet(`places_${name}`, [t("place"), ...AT_PLACES.map((measure) => t(measure))], worst.map((place) => [own(place, names, "place"), ...AT_PLACES.map((measure) => {
    const row = stations.find((found) => found.name === place && found.measure === measure);
    return row ? el("span", {}, el("span", {}, figure(row)[0]), el("span", { class: "under" }, figure(row)[1])) : "–";
  })]), AT_PLACES.map((_, i) => i + 1));
}

function air(answer, name) {
  const rows = (answer.air ?? []).filter((row) => row.part === "delay");
  if (!rows.length) return [];
  return [el("h2", {}, t("What waiting burns and costs a day")), sheet(`air_${name}`, [t("measure"), t("mean"), t("95 % interval")], rows.map((row) => [t(`burden_${row.measure}`),
    row.unit === "CNY" ? money(row.mean) : amount(row.mean, row.unit), row.unit === "CNY" ? `${money(row.low)} – ${money(row.high)}` : interval(row.low, row.high, scaleOf(row.unit))]), [1, 2])];
}
