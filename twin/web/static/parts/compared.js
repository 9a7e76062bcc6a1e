// The answer of a comparison: who is best in words, differences with their intervals, everything side by side, where
// the minutes of each went, its queues over the day, what it changes and costs.

import { amount, clock, interval, money, percent, scaleOf, signed, unitText } from "./amounts.js";
import { bars, dots, legend, lines, stacked } from "./charts.js";
import { plainWords, valueOf } from "./choosing.js";
import { el, number, state, t, table } from "./page.js";
import { folded, labelsOf, optionLabel, sentences, sheet, told, verdict } from "./wording.js";

const CAUSES = 6; // that have a colour of their own
const WHOLE = ["wait_mean", "wait_p95", "time_in_port_mean", "finished", "inside_at_end"];
const FIRST = 5, CLASSES = 4; // sentences, stations, classes that are shown at once

export function compared(job, answer, lists, partial = false) {
  if (answer.selection) return selected(job, answer, lists);
  const options = answer.ranks ? [answer.base, ...answer.ranks.map((row) => row.option).filter((name) => name !== answer.base)] : Object.keys(answer.scenarios);
  const labels = labelsOf(lists, options), said = first(sentences(answer, labels), labels.base), called = (name) => optionLabel(name, labels);
  const view = { job, answer, options, labels, called, names: answer.names[state.lang] };
  return [
    verdict(said[0] ?? "", partial), el("ul", {}, said.slice(1, 1 + FIRST).map((line) => el("li", {}, line))),
    said.length > 1 + FIRST ? folded(t("{n} more", { n: number(said.length - 1 - FIRST) }), el("ul", {}, said.slice(1 + FIRST).map((line) => el("li", {}, line)))) : null,
    answer.ranks ? ranked(view) : null,
    el("h2", {}, t("Side by side")), sideBySide(view),
    el("h2", {}, t("Where the minutes of waiting go")), minutes(view),
    queues(view), el("h2", {}, t("What each changes")), changes(view), follows(view),
  ].flat().filter(Boolean);
}

// The verdict, then what is said against the port as it is, then the rest.
const first = ([lead, ...rest], base) => [lead, ...rest.filter((line) => line.includes(base)), ...rest.filter((line) => !line.includes(base))];

const toneOf = (word) => ({ better: "good", worse: "bad" })[word] ?? "";

// The differences to the port as it is, in what decides; below them the chance to be the best and what is lost otherwise.
function ranked({ answer, labels, called, job }) {
  const target = answer.target, pairs = answer.pairs.flatMap((pair) => (pair.first === answer.base ? [{ name: pair.second, ...pair }]
    : pair.second === answer.base ? [{ name: pair.first, difference: -pair.difference, low: -pair.high, high: -pair.low, verdict: { better: "worse", worse: "better" }[pair.verdict] ?? pair.verdict }] : []));
  const scale = scaleOf(target.unit, ...pairs.map((pair) => pair.difference)), unit = unitText(scale[1]);
  const rows = pairs.map((pair) => ({ label: called(pair.name), value: pair.difference * scale[0], low: pair.low * scale[0], high: pair.high * scale[0], tone: toneOf(pair.verdict) }));
  const text = t("{measure}: difference to the port as it is, with 95 % intervals", { measure: measureOf(target) });
  return [el("h2", {}, t("Against the port as it is")), el("p", { class: "quiet" }, text), dots({ label: text, rows, unit }),
    el("h2", {}, t("How likely each is the best")), bars({ label: t("chance to be best"), unit: "%", rows: answer.ranks.map((row) => ({ label: called(row.option), value: 100 * row.chance })) }),
    ...told({ told: { [state.lang]: answer.told[state.lang].filter((block) => !block.words) } }, { labels, name: `ranks_${valueOf(job.question.words, "layout")}` })];
}

const measureOf = (target) => `${t(target.measure)}${target.of ? ` · ${target.of.replaceAll("_", " ")}` : ""}`;

// Tables of measures with a column an option: waits open, the rest folded, cost and air at the end.
function sideBySide({ answer, options, called, names, job }) {
  const [base, ...others] = options, byKey = new Map();
  for (const row of answer.differences) {
    const key = `${row.scope}|${row.name}|${row.cls}|${row.measure}`;
    if (!byKey.has(key)) byKey.set(key, {});
    byKey.get(key)[row.scenario] = row;
  }
  const at = (scope, name, measure) => byKey.get(`${scope}|${name}|all|${measure}`) ?? byKey.get(`${scope}|${name}|${name}|${measure}`);
  const any = (found) => Object.values(found)[0], all = [...byKey.values()].map(any);
  const largest = (measure) => all.filter((row) => row.scope === "station" && row.cls === "all" && row.measure === measure).sort((a, b) => b.base_mean - a.base_mean).slice(0, FIRST).map((row) => row.name);
  const waited = (row) => row.base_mean * (any(at("class", row.name, "arrived") ?? {})?.base_mean ?? 0);
  const classes = all.filter((row) => row.scope === "class" && row.measure === "wait_mean").sort((a, b) => waited(b) - waited(a)).slice(0, CLASSES).map((row) => row.name);
  const missed = all.filter((row) => row.scope === "port" && (row.measure.startsWith("missed_") || row.measure === "false_alarms")).map((row) => row.measure);
  const place = (measure) => largest(measure).map((name) => [names.place[name] ?? name, measure, at("station", name, measure)]);
  const whole = (measure) => [t("whole port"), measure, at("port", "port", measure)];
  const rowsOf = (lines) => lines.filter(([, , found]) => found).map(([of, measure, found]) => {
    const one = any(found), scale = scaleOf(one.unit, one.base_mean, ...Object.values(found).map((row) => row.mean));
    return [`${of}: ${t(measure)}`, amount(one.base_mean, one.unit, scale), ...others.map((name) => cell(found[name], scale))];
  });
  const tabled = (name, rows) => sheet(`${name}_${valueOf(job.question.words, "layout")}`, [t("measure"), ...options.map(called)], rows, options.map((_, i) => i + 1));
  const waits = [...WHOLE.map(whole), ...classes.flatMap((name) => ["wait_mean", "wait_p95"].map((measure) => [names.class[name] ?? name, measure, at("class", name, measure)]))];
  const paid = [...costs(answer, options), ...air(answer, options)], unknown = Object.entries(answer.costs).flatMap(([name, cost]) => cost.unknown.map((text) => `${called(name)}: ${text.replaceAll("_", " ")}`));
  return [tabled("comparison", rowsOf(waits)), el("p", { class: "quiet" }, t("Below each number stands its difference to the port as it is, with a 95 % interval under the same luck.")),
    folded(t("Queues and use"), tabled("queues", rowsOf([...place("queue_max"), ...place("busy")]))),
    missed.length ? folded(t("What controls miss"), tabled("missed", rowsOf(missed.map(whole)))) : null,
    paid.length ? [el("h2", {}, t("What it costs, and what waiting costs")), tabled("costs", paid)] : null,
    unknown.length ? folded(t("What has no known cost"), el("ul", {}, unknown.map((text) => el("li", {}, text)))) : null].flat().filter(Boolean);
}

function cell(row, scale) {
  if (!row) return "–";
  const same = row.low === 0 && row.high === 0;
  return el("span", {}, el("span", {}, amount(row.mean, row.unit, scale)),
    el("span", { class: `under ${toneOf(row.verdict)}` }, same ? t("the same") : `${signed(row.difference, scale)} (${interval(row.low, row.high, scale)})`));
}

function air(answer, options) {
  return ["fuel", "co2", "nox", "time_cost"].map((measure) => {
    const found = options.map((name) => answer.air[name]?.find((row) => row.part === "delay" && row.measure === measure));
    if (!found.some(Boolean)) return null;
    return [t("due to waiting: {what}", { what: t(`burden_${measure}`) }), ...found.map((row) => (row ? el("span", {}, el("span", {}, row.unit === "CNY" ? money(row.mean) : amount(row.mean, row.unit)),
      el("span", { class: "under" }, row.unit === "CNY" ? `${money(row.low)} – ${money(row.high)}` : interval(row.low, row.high, scaleOf(row.unit)))) : "–"))];
  }).filter(Boolean);
}

function costs(answer, options) {
  const some = Object.values(answer.costs).some((cost) => cost.once[0] || cost.yearly[0] || cost.unknown.length);
  if (!some) return [];
  return [["once", "to be paid once"], ["yearly", "to be paid each year"]].map(([kind, text]) => [t(text), ...options.map((name) => {
    const cost = answer.costs[name], [value, low, high] = cost[kind];
    if (!value && cost.unknown.length) return t("not known");
    return el("span", {}, el("span", {}, money(value)), low === high ? null : el("span", { class: "under" }, `${money(low)} – ${money(high)}`), cost.unknown.length ? el("span", { class: "under" }, t("and what is not known")) : null);
  })]);
}

export const causeText = (row, names) => `${names.cause?.[row.cause]?.[row.name] ?? names.place?.[row.name] ?? row.name.replaceAll("_", " ")} · ${t(`cause_${row.cause}`)}`;

function minutes({ answer, options, called, names, job }) {
  const sums = new Map();
  for (const name of options) for (const row of answer.why[name] ?? []) { const text = causeText(row, names); sums.set(text, Math.max(sums.get(text) ?? 0, row.minutes)); }
  const top = [...sums].sort((a, b) => b[1] - a[1]).slice(0, CAUSES).map(([text]) => text), rest = t("other causes"), parts = [...top, rest];
  if (!top.length) return el("p", {}, t("nobody waited"));
  const hours = (name, part) => (answer.why[name] ?? []).filter((row) => (top.includes(causeText(row, names)) ? causeText(row, names) === part : part === rest)).reduce((sum, row) => sum + row.minutes / 60, 0);
  const rows = options.flatMap((name) => parts.map((part) => ({ label: called(name), part, value: hours(name, part) })));
  const label = t("hours waited a day by their root cause");
  return [legend(parts), stacked({ label, rows, parts, unit: t("h") }),
    sheet(`minutes_${valueOf(job.question.words, "layout")}`, [t("cause"), ...options.map((name) => `${called(name)} (${t("h")})`)], parts.map((part) => [part, ...options.map((name) => number(hours(name, part)))]), options.map((_, i) => i + 1)),
    el("p", { class: "quiet" }, t("Each minute that somebody waits is told at the place that caused it, however far behind it one stood."))];
}

// Queues of a place over the day, an option a line.
function queues({ answer, options, called, names }) {
  const places = [...new Map(options.flatMap((name) => (answer.queues[name] ?? []).map((one) => [one.place, Math.max(...one.mean)]))).keys()];
  if (!places.length) return null;
  const pick = el("select", {}, places.map((place) => el("option", { value: place }, names.place[place] ?? place.replaceAll("_", " ")))), node = el("div", {});
  function draw() {
    const found = options.map((name) => [name, answer.queues[name]?.find((one) => one.place === pick.value)]).filter(([, one]) => one);
    node.replaceChildren(legend(found.map(([name]) => called(name))), queueChart(found.map(([name, one]) => [called(name), one]), names),
      table([t("option"), t("longest queue, mean of the runs"), t("at")], found.map(([name, one]) => { const at = one.mean.indexOf(Math.max(...one.mean)); return [called(name), number(one.mean[at], 0), clock(one.minute[at] / 60)]; }), [1, 2]));
  }
  pick.addEventListener("change", draw);
  draw();
  return [el("h2", {}, t("Queues over the day")), el("label", {}, el("span", {}, t("place")), pick), node];
}

export function queueChart(found, names, rules = []) {
  const label = t("waiting at {place} over the day", { place: names.place[found[0][1].place] ?? found[0][1].place });
  return lines({ label, unit: t("waiting"), rules, ends: false, xText: (hours) => clock(hours),
    series: found.map(([text, one]) => ({ label: text, points: one.minute.map((minute, i) => ({ x: minute / 60, y: one.mean[i], low: one.low[i] == null ? null : Math.max(one.low[i], 0), high: one.high[i] })) })) });
}

function changes({ answer, called, job }) {
  const short = (text) => { const plain = String(text).split(" | ")[0]; return plain.length > 120 ? `${plain.slice(0, 120)}…` : plain || "–"; };
  return sheet(`changes_${valueOf(job.question.words, "layout")}`, [t("scenario"), t("value"), t("before"), t("then")],
    answer.changes.filter((row) => !row.scenario.includes("+") || !row.scenario.split("+").every((part) => part in answer.scenarios)).map((row) => [called(row.scenario), row.path, short(row.before), short(row.after)]));
}

// What is useful to ask now of each option.
function follows({ answer, options, called, job }) {
  const words = job.question.words, query = (name, more) => new URLSearchParams({ layout: valueOf(words, "layout"), peak: valueOf(words, "peak"), scenarios: name === answer.base ? "" : name.replaceAll("+", ","),
    changes: plainWords(job).filter((word) => /^(layout|demand|roster|policy)\./.test(word)).join("\n"), ...more });
  return [el("h2", {}, t("What next")), table([t("option"), t("What next")], options.map((name) => [called(name), el("span", { class: "row" },
    el("a", { href: `#/ask?${query(name, { command: "view" })}` }, t("Replay")), el("a", { href: `#/ask?${query(name, { command: "report" })}` }, t("Report")),
    el("a", { href: `#/capacity?${query(name, {})}` }, t("Capacity")))]))];
}

function selected(job, answer, lists) {
  const labels = labelsOf(lists, answer.selection.map((row) => row.option));
  return [verdict(sentences(answer, labels)[0] ?? optionLabel(answer.best, labels)), sheet("selection", [t("option"), t("mean"), t("runs")], answer.selection.map((row) => [
    `${optionLabel(row.option, labels)}${row.selected ? ` · ${t("the best")}` : ""}`, amount(row.mean, answer.target.unit), number(row.replications, 0)]), [1, 2]),
    el("p", { class: "quiet" }, percent(0.95))];
}
