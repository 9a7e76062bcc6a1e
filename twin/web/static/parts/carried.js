// The answer of a capacity: the largest flow that keeps its target, the curve towards it, what binds, and until when.

import { interval, percent, scaleOf, unitText } from "./amounts.js";
import { bars, dots, legend, lines } from "./charts.js";
import { valueOf } from "./choosing.js";
import { causeText } from "./compared.js";
import { el, number, state, t } from "./page.js";
import { labelsOf, optionLabel, sentences, sheet, told, verdict } from "./wording.js";

export function carried(job, answer, lists) {
  if (answer.scenarios) return several(job, answer, lists);
  const said = sentences(answer).map((line) => line.replace(answer.target, targetText(answer))), name = valueOf(job.question.words, "layout");
  return [verdict(said[0] ?? ""), ...today(answer.tables.capacity ?? []), ...curve(answer), ...flood(answer), ...binding(answer), ...surface(answer),
    el("h2", {}, t("All of it in tables")), ...told({ told: { [state.lang]: answer.told[state.lang].slice(1) } }, { name: `capacity_${name}` })].flat().filter(Boolean);
}

// A target in words, where it is of the usual form.
export function targetText({ target, names }) {
  const [, who, minutes] = /^p95 (\w+) <= ([\d.]+)(?: min)?$/.exec(target) ?? [];
  return who ? t("“95 of 100 {who} wait at most {n} min”", { who: names?.[state.lang].class[who] ?? who.replaceAll("_", " "), n: number(Number(minutes)) }) : target;
}

const row = (table, what) => table.find((one) => one.what === what);

// Today's demand against what is carried, each with its interval.
function today(values) {
  const most = row(values, "per_day"), now = row(values, "today_per_day");
  if (!most || !now || most.value == null) return [];
  const rows = [{ label: t("carried with the target kept"), value: most.value, low: most.low, high: most.high, tone: most.low > now.value ? "good" : most.high < now.value ? "bad" : "" }];
  return [el("h2", {}, t("A day at the most, and today")), dots({ label: t("entities a day that are carried, with today's demand as a line"), unit: t("a day"), rule: now.value, rows }),
    el("p", { class: "quiet" }, t("The line is today's demand, {n} a day.", { n: number(now.value, 0) }))];
}

function curve(answer) {
  const found = (answer.tables.curve ?? []).filter((one) => one.measure === "level");
  if (!found.length) return [];
  const scale = scaleOf(unitOf(answer), ...found.map((one) => one.mean)), bound = /<=?\s*([\d.]+)/.exec(answer.target), most = row(answer.tables.capacity, "multiplier");
  const rules = [...(bound && scale[1] ? [{ y: Number(bound[1]) * (/\b(h|s)\b/.test(answer.target.slice(bound.index)) ? NaN : 60 * scale[0]), label: answer.target }].filter((rule) => Number.isFinite(rule.y)) : []),
    ...(most?.value ? [{ x: most.value, label: t("carried") }] : []), { x: 1, label: t("today") }];
  const label = t("{target} along the flow", { target: answer.target });
  return [el("h2", {}, t("How waits grow with the flow")), lines({ label, unit: unitText(scale[1]), rules, ends: false, xLabel: `${t("times today's flow")} →`,
    series: [{ label: answer.target, points: found.map((one) => ({ x: one.multiplier, y: one.mean * scale[0], low: one.low * scale[0], high: one.high * scale[0] })) }] }),
    el("p", { class: "quiet" }, t("The band is the 95 % interval over the runs; lines stand where the target is, at today's flow, and at the largest flow that keeps it."))];
}

const unitOf = (answer) => (/share|P\(/.test(answer.target) ? "share" : /finished|arrived|queue/.test(answer.target) ? "entities" : "s");

function flood(answer) {
  const of = (measure) => (answer.tables.flood ?? []).filter((one) => one.measure === measure).map((one) => ({ x: one.multiplier, y: one.mean, low: one.low, high: one.high }));
  const through = of("finished_per_day");
  if (!through.length) return [];
  return [el("h2", {}, t("When more comes than can pass")), legend([t("come"), t("are through")]), lines({ label: t("what passes however much comes"), unit: t("a day"), ends: false, xLabel: `${t("times today's flow")} →`,
    series: [{ label: t("come"), points: of("arrived_per_day") }, { label: t("are through"), points: through }] })];
}

function binding(answer) {
  const reliefs = (answer.tables.reliefs ?? []).filter((one) => one.share > 0), names = answer.names[state.lang];
  if (!reliefs.length) return [];
  const called = (one) => causeText({ cause: one.kind, name: one.name }, names);
  return [el("h2", {}, t("What holds the port up there")), bars({ label: t("share of the waiting that each causes"), unit: "%", left: 200, rows: reliefs.map((one) => ({ label: called(one), value: 100 * one.share })) }),
    sheet("binding", [t("place"), t("share of all waiting"), t("used")], reliefs.map((one) => [called(one), percent(one.share), percent(one.used)]), [1, 2])];
}

// Two groups of flows at once: how large the second may be beside the first.
function surface(answer) {
  const found = (answer.tables.envelope ?? []).filter((one) => one.multiplier != null), groups = [...new Set(found.map((one) => one.group))];
  if (groups.length !== 2) return [];
  const of = (group, ray) => found.find((one) => one.group === group && one.ray === ray), rays = [...new Set(found.map((one) => one.ray))].filter((ray) => of(groups[0], ray) && of(groups[1], ray));
  const names = answer.names[state.lang].flow, called = groups.map((group) => names[group] ?? group.replaceAll("_", " "));
  const points = rays.map((ray) => ({ x: of(groups[0], ray).multiplier, y: of(groups[1], ray).multiplier, low: of(groups[1], ray).low, high: of(groups[1], ray).high })).sort((one, other) => one.x - other.x);
  return [el("h2", {}, t("Several flows at once")), lines({ label: t("how much of both is carried at once"), unit: called[1], ends: false, xLabel: `${called[0]} →`, series: [{ label: called[1], points }] })];
}

function several(job, answer, lists) {
  const names = Object.keys(answer.scenarios), labels = labelsOf(lists, names), find = (name, what) => row(answer.scenarios[name].table, what);
  const rows = names.map((name) => ({ name, per: find(name, "per_day"), now: find(name, "today_per_day"), year: find(name, "year") })).filter((one) => one.per?.value != null);
  if (!rows.length) return [el("p", {}, t("no option keeps the target at any flow")), ...told(answer, { labels, name: "capacity" })];
  const best = rows.reduce((one, other) => (other.per.low > one.per.low ? other : one)), today = rows[0].now?.value, ends = rows.some((one) => one.year?.value);
  const said = t("{name} carries the most: {n} a day ({low} – {high}) with the target {target} kept.", { name: optionLabel(best.name, labels), n: number(best.per.value, 0), low: number(best.per.low, 0), high: number(best.per.high, 0), target: targetText(answer) });
  return [verdict(said), el("h2", {}, t("A day at the most, and today")),
    dots({ label: t("entities a day that are carried, with today's demand as a line"), unit: t("a day"), rule: today ?? null, rows: rows.map((one) => ({ label: optionLabel(one.name, labels), value: one.per.value, low: one.per.low, high: one.per.high, tone: one.per.low > today ? "good" : one.per.high < today ? "bad" : "" })) }),
    today ? el("p", { class: "quiet" }, t("The line is today's demand, {n} a day.", { n: number(today, 0) })) : null,
    sheet(`capacity_${valueOf(job.question.words, "layout")}`, [t("option"), t("a day at the most"), t("95 % interval"), ...(ends ? [t("lasts until")] : [])], rows.map((one) => [optionLabel(one.name, labels), number(one.per.value, 0), interval(one.per.low, one.per.high, [1, ""]),
      ...(ends ? [one.year?.value ? `${Math.floor(one.year.value)} (${Math.floor(one.year.low)} – ${Math.floor(one.year.high)})` : "–"] : [])]), [1, 2, 3]),
    ...told(answer, { labels, name: "capacity" })].filter(Boolean);
}
