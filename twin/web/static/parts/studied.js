// The answers of the other studies: what an answer depends on, rules of a shift leader, rosters, several peaks.

import { codeWord, scaleOf, unitText } from "./amounts.js";
import { bars, cells, dots, legend, ranges } from "./charts.js";
import { el, state, t } from "./page.js";
import { labelsOf, optionLabel, told, verdict } from "./wording.js";

const MOST = 15; // rows of a chart

// The first sentence stands first, then what is drawn, then all that is told.
function answered(answer, drawn, labels = {}, name = "answer") {
  const blocks = answer.told[state.lang], first = blocks.findIndex((block) => block.words);
  const rest = { told: { [state.lang]: blocks.filter((_, i) => i !== first) } };
  const lead = told({ told: { [state.lang]: [blocks[first]] } }, { labels })[0];
  return [verdict(lead.textContent.replace(/^\w+(?=:)/, codeWord)), ...drawn, ...told(rest, { labels, name })].filter(Boolean);
}

const short = (path) => path.split(".").slice(-2).join(" · ").replaceAll("_", " ");

export function sensitive(job, answer) {
  const rows = answer.tornado ?? [], scale = scaleOf(answer.unit, ...rows.flatMap((row) => [row.at_low, row.at_high]));
  const top = [...rows].sort((one, other) => other.swing - one.swing).slice(0, MOST), label = t("the change of the answer at both ends of each range"), times = (value) => (value == null ? null : value * scale[0]);
  return answered(answer, top.length ? [el("h2", {}, t("What the answer depends on")), el("p", { class: "quiet" }, label), legend([t("at the high end"), t("at the low end")]),
    ranges({ label, unit: unitText(scale[1]), rows: top.map((row) => ({ label: short(row.path), low: times(row.at_low), high: times(row.at_high) })) })] : [], {}, "sensitivity");
}

export function ruled(job, answer) {
  const effects = (answer.effects ?? []).filter((row) => row.measure === "cost" && row.rule >= 0), rules = answer.rules ?? [];
  const rows = rules.filter((rule) => rule.standing === "told").map((rule) => ({ label: `${codeWord(rule.kind)}: ${rule.thing.replaceAll("_", " ")}`, value: rule.saved / 1e3, low: rule.low / 1e3, high: rule.high / 1e3, tone: rule.low > 0 ? "good" : "" }));
  const label = t("saved a day by each rule that is told, k CNY");
  return answered(answer, rows.length && effects.length ? [el("h2", {}, t("What each rule saves")), el("p", { class: "quiet" }, label), dots({ label, unit: t("k CNY"), rows })] : [], {}, "playbook");
}

export function rostered(job, answer) {
  const rows = (answer.lanes ?? []).filter((row) => row.now || row.lanes), label = t("lanes that are to be open, by station and hour");
  return answered(answer, rows.length ? [el("h2", {}, t("Lanes over the day")), el("p", { class: "quiet" }, label),
    cells({ label, rows: rows.map((row) => ({ x: row.clock, y: row.station.replaceAll("_", " "), value: row.lanes })) })] : [], {}, "roster");
}

export function robust(job, answer, lists) {
  const rows = answer.regret ?? [], labels = labelsOf(lists, answer.alternatives ?? []), called = (name) => optionLabel(name, labels), day = (peak) => answer.labels?.[peak]?.[state.lang] ?? peak;
  if (!rows.length) return answered(answer, [], labels, "robust");
  const scale = scaleOf(answer.unit, ...rows.map((row) => row.regret)), unit = unitText(scale[1]), label = t("regret: how far each is from the best of a day");
  return answered(answer, [el("h2", {}, t("Regret on every day")), el("p", { class: "quiet" }, `${label} (${unit})`),
    cells({ label, unit, rows: rows.map((row) => ({ x: day(row.peak), y: called(row.alternative), value: row.regret * scale[0] })) }),
    el("h3", {}, t("largest regret")), bars({ label: t("largest regret"), unit, rows: (answer.choices ?? []).map((row) => ({ label: called(row.alternative), value: row.max_regret * scale[0] })) })], labels, "robust");
}
