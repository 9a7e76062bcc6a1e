// What a long question comes to before it is answered: the first scenarios of a comparison, the flows of a search.

import { amount, interval, scaleOf, unitText } from "./amounts.js";
import { dots } from "./charts.js";
import { ask, el, number, t } from "./page.js";
import { labelsOf, optionLabel, sheet } from "./wording.js";

const said = (text) => el("p", { class: "notice" }, text);

// Nodes of {kind, answer, ...} as the server tells it.
export async function partial(job, found) {
  const lists = await ask("list", []);
  if (found.kind === "capacity") return looks(found.answer, lists);
  if (found.kind === "run") return [said(t("So far the port as it is; what it is held against comes after.")), ...(await import("./ran.js")).ran(job, found.answer, true)];
  return [said(t("So far {done} of {of} options; the others are still run.", found)), ...(await import("./compared.js")).compared(job, found.answer, lists, true)];
}

// Each flow that was looked at: what has to hold there, with its interval, and whether it does.
function looks(rows, lists) {
  const names = [...new Set(rows.map((row) => row.scenario))], labels = labelsOf(lists, names);
  return [said(t("{n} flows were looked at so far.", { n: rows.length })), ...names.flatMap((name) => {
    const last = new Map(rows.filter((row) => row.scenario === name).map((row) => [row.multiplier, row])), mine = [...last.values()].sort((one, other) => one.multiplier - other.multiplier);
    const scale = scaleOf(mine[0].unit, ...mine.map((row) => row.mean)), times = (value) => (value == null ? null : value * scale[0]), flow = (row) => `× ${number(row.multiplier, 3)}`;
    const kept = mine.filter((row) => row.met).at(-1), label = t("what has to hold, at each flow that was looked at");
    return [names.length > 1 ? el("h2", {}, optionLabel(name, labels)) : null,
      el("p", { class: "verdict partial" }, kept ? t("So far the promise is kept up to {n} times today's flow.", { n: number(kept.multiplier, 3) }) : t("So far no flow keeps the promise.")),
      dots({ label, unit: unitText(scale[1]), left: 70, rule: times(mine[0].bound), rows: mine.filter((row) => row.mean != null).map((row) => ({ label: flow(row), value: times(row.mean), low: times(row.low), high: times(row.high), tone: row.met ? "good" : "bad" })) }),
      el("p", { class: "quiet" }, label),
      sheet("looks", [t("times today's flow"), t("mean"), t("95 % interval"), t("runs"), t("target kept")], mine.map((row) => [flow(row), row.mean == null ? t("the port jams") : amount(row.mean, row.unit, scale), interval(row.low, row.high, scale), number(row.replications, 0), t(row.met ? "yes" : "no")]), [1, 2, 3])].filter(Boolean);
  })];
}
