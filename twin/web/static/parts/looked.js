// What is told of a port before any run: what looks odd, and what comes against what can be done.

import { el, number, state, t, table } from "./page.js";

export function found(answer) {
  const rows = answer.findings ?? [], text = (one) => one?.[state.lang] ?? one ?? "";
  if (!rows.length) return el("p", { class: "good" }, t("no fault is found"));
  return el("div", {}, el("p", {}, t("{n} findings", { n: number(rows.length) })), rows.slice(0, 12).map((one) => el("div", { class: one.severity === "error" ? "notice bad" : "notice" },
    el("code", {}, one.path), el("br"), text(one.text), one.way_out ? el("span", { class: "quiet" }, ` ${text(one.way_out)}`) : null)));
}

export function filled(answer) {
  const rows = [...answer.stations].sort((a, b) => (b.utilisation ?? 0) - (a.utilisation ?? 0)).slice(0, 20);
  return table([t("place"), t("kind"), t("visits a day"), t("hours of work"), t("open hours"), t("used")], rows.map((one) => [one.station.replaceAll("_", " "), t(one.kind),
    number(one.visits_per_day, 0), number(one.work_hours), number(one.open_server_hours), one.utilisation == null ? "–" : `${number(100 * one.utilisation, 0)} %`]), [2, 3, 4, 5]);
}
