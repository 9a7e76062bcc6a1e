// The answer of a tender: what to buy in words, how each option keeps the target and how likely it is the best, what
// it costs and gains by year, what claims that fall short do to it, what to buy when, and how a machine is accepted.

import { amount, codeWord, interval, money, percent, scaleOf, unitText } from "./amounts.js";
import { bars, cells, dots, legend, lines } from "./charts.js";
import { valueOf } from "./choosing.js";
import { el, number, state, t, table } from "./page.js";
import { sheet, told, verdict } from "./wording.js";

const HEAD = 2; // blocks that come first: what was done, and the decision
const SERIES = 6; // options that a chart of years tells apart
const COSTS = ["purchase", "upkeep", "crew", "energy", "residual"];

const called = (option) => (option === "base" ? t("buy nothing") : option.replace(/ x (\d+)$/, " × $1"));

export function tendered(job, answer) {
  const blocks = answer.told[state.lang], decided = "decision" in answer ? blocks[1]?.words.split("\n") ?? [] : [];
  const name = `tender_${valueOf(job.question.words, "layout")}`;
  return [verdict(decided[0] ?? blocks[0].words), ...decided.slice(1).map((line) => el("p", {}, line)), el("p", { class: "quiet" }, blocks[0].words),
    ...dropped(answer), ...levels(answer), ...worth(answer), ...years(answer, name), ...stress(answer), ...plan(answer),
    el("h2", {}, t("All of it in tables")), ...told({ told: { [state.lang]: blocks.slice("decision" in answer ? HEAD : 1) } }, { name })].flat().filter(Boolean);
}

// Offers that do not fit, and the first reason of each.
export function dropped(answer) {
  const failed = (answer.screening ?? []).filter((row) => row.verdict === "dropped");
  if (!failed.length) return answer.screening?.length ? [el("p", { class: "good" }, t("Every option fits."))] : [];
  return [el("h2", {}, t("What does not fit")), table([t("option"), t("because of"), t("offered"), t("wanted")], failed.map((row) => [called(row.option), codeWord(`check_${row.check}`), shown(row.value, row.unit), row.against || shown(row.limit, row.unit)]), [2, 3])];
}

const shown = (value, unit) => (value == null ? "–" : unit === "CNY" ? money(value) : amount(value, unit));

function levels(answer) {
  const rows = (answer.simulated ?? []).filter((row) => row.measure === "level");
  if (!rows.length) return [];
  const scale = scaleOf(rows[0].unit, ...rows.map((row) => row.mean)), unit = unitText(scale[1]), kept = Object.fromEntries((answer.kept ?? []).map((row) => [row.option, row]));
  const better = rows.filter((row) => row.option !== "base"), label = t("difference to buying nothing in what has to hold, with 95 % intervals");
  return [el("h2", {}, t("What each does at the peak")), el("p", { class: "quiet" }, label),
    dots({ label, unit, rows: better.map((row) => ({ label: called(row.option), value: row.difference * scale[0], low: row.difference_low * scale[0], high: row.difference_high * scale[0], tone: row.difference_high < 0 ? "good" : row.difference_low > 0 ? "bad" : "" })) }),
    answer.ranking?.length ? [el("h3", {}, t("How likely each is the best")), bars({ label: t("chance to be best"), unit: "%", rows: answer.ranking.map((row) => ({ label: called(row.option), value: 100 * row.chance })) })] : null,
    sheet("levels", [t("option"), t("level"), t("95 % interval"), t("target kept"), t("chance to keep it")], rows.map((row) => [called(row.option), amount(row.mean, row.unit, scale), interval(row.low, row.high, scale),
      kept[row.option]?.keeps_target ? t("yes") : t("no"), percent(kept[row.option]?.chance_to_keep)]), [1, 2, 4])];
}

function worth(answer) {
  const rows = answer.money ?? [];
  if (!rows.length) return [];
  const label = t("worth of today against buying nothing, with 95 % intervals of luck");
  return [el("h2", {}, t("What each is worth")), el("p", { class: "quiet" }, label),
    dots({ label, unit: t("M CNY"), rows: rows.map((row) => ({ label: called(row.option), value: row.npv / 1e6, low: row.npv_low / 1e6, high: row.npv_high / 1e6, tone: row.npv_low > 0 ? "good" : row.npv_high < 0 ? "bad" : "" })) }),
    sheet("worth", [t("option"), t("price"), t("cost over its life"), t("worth of today"), t("benefit for each yuan"), t("paid back after (years)"), t("hours saved a year")], rows.map((row) => [called(row.option), money(row.capital), money(row.tco),
      el("span", {}, el("span", {}, money(row.npv)), el("span", { class: "under" }, `${money(row.npv_low)} – ${money(row.npv_high)}`)), row.bcr == null ? "–" : number(row.bcr, 2), row.payback_discounted ?? row.payback ? number(row.payback_discounted ?? row.payback) : t("never"), number(row.hours_a_year, 0)]), [1, 2, 3, 4, 5, 6])];
}

// What is paid by the end of each year, all costs together.
function years(answer, name) {
  const paid = (answer.flows ?? []).filter((row) => COSTS.includes(row.item)), options = [...new Set(paid.map((row) => row.option))].slice(0, SERIES);
  if (!options.length) return [];
  const last = Math.max(...paid.map((row) => row.year)), all = [...Array(last + 1).keys()];
  const series = options.map((option) => { let sum = 0;
    return { label: called(option), points: all.map((year) => { sum -= paid.filter((row) => row.option === option && row.year === year).reduce((total, row) => total + row.amount, 0); return { x: year, y: sum / 1e6 }; }) }; });
  return [el("h2", {}, t("Cost by year")), el("p", { class: "quiet" }, t("All that is paid up to the end of a year, not discounted; what is left at the end is given back.")), legend(series.map((one) => one.label)),
    lines({ label: t("what is paid up to each year"), unit: t("M CNY"), ends: false, xLabel: `${t("year")} →`, series, xText: (year) => number(year, 0) }),
    el("details", {}, el("summary", {}, t("Cost by year as a table")), sheet(`${name}_years`, [t("year"), ...series.map((one) => one.label)], all.map((year) => [String(year), ...series.map((one) => number(one.points[year].y, 2))]), series.map((_, i) => i + 1)))];
}

function stress(answer) {
  const rows = answer.stress ?? [];
  if (!rows.length) return [];
  const label = t("regret: how much is lost against the best choice in each state, M CNY");
  const least = [...(answer.regret ?? [])].sort((one, other) => one.max_regret - other.max_regret)[0];
  return [el("h2", {}, t("If claims fall short")), least ? el("p", {}, t("{name} is regretted least: at most {most}, in the state “{state}”.", { name: called(least.option), most: money(least.max_regret), state: codeWord(`state_${least.in_state}`) })) : null,
    el("p", { class: "quiet" }, label), cells({ label, left: 180, unit: t("M CNY"), rows: rows.map((row) => ({ x: called(row.option), y: codeWord(`state_${row.state}`), value: row.regret / 1e6 })) })];
}

function plan(answer) {
  const bought = (answer.plan ?? []).filter((row) => row.bought > 0);
  if (!answer.plan?.length) return [];
  const years = [...new Set(answer.plan.map((row) => row.year))], can = years.map((year) => answer.plan.find((row) => row.year === year));
  return [el("h2", {}, t("What to buy in which year")), bought.length ? table([t("year"), t("offer"), t("machines"), t("spent")], bought.map((row) => [String(row.year), row.offer, number(row.bought, 0), money(row.spent)]), [2, 3]) : el("p", {}, t("nothing has to be bought")),
    legend([t("can be done"), t("is wanted")]), lines({ label: t("what the machines can do against what is wanted"), unit: t("an hour"), ends: false, xLabel: `${t("year")} →`, xText: (year) => number(year, 0),
      series: [{ label: t("can be done"), points: can.map((row) => ({ x: row.year, y: row.capacity_per_hour })) }, { label: t("is wanted"), points: can.map((row) => ({ x: row.year, y: row.wanted_per_hour })) }] })];
}
