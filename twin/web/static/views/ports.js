// The ports there are, and the card of one: map, stations, ledger of assumptions, days, levers.

import { drawMap } from "../parts/map.js";
import { api, ask, el, labelOf, number, state, t, table } from "../parts/page.js";

export const ORIGINS = ["shipped", "yours"]; // where a port comes from, as twin list says

export async function portsView() {
  const { layouts, peaks } = await ask("list", []);
  const days = (name) => peaks.filter((peak) => peak.name.startsWith(`${name}/`)).length;
  return [el("h1", {}, t("Ports")), el("ul", { class: "cards" }, layouts.map((one) => el("li", {},
    el("a", { href: `#/port/${one.name}` }, el("b", {}, labelOf(one)), el("span", { class: "quiet" },
      `${one.name} · ${t("{n} days", { n: days(one.name) })} · ${t(one.origin)}`)))))];
}

const said = (thing, name) => thing?.label?.[state.lang] || name.replaceAll("_", " ");

export async function portView(name) {
  const [card, ground] = await Promise.all([ask("show", ["layout", name], [["--assumed", ""]]), api("GET", `/v1/ports/${name}/ground`)]);
  const stations = Object.entries(card.stations ?? {}), peaks = card.peaks ?? [];
  const title = card.label?.[state.lang] || name;
  return [
    el("h1", {}, title), el("p", {}, card.note ?? ""),
    el("p", { class: "row" },
      el("a", { href: `#/ask?layout=${name}` }, t("Ask about this port")),
      el("a", { href: `#/ask?layout=${name}&command=check` }, t("Check")),
      el("a", { href: `#/ask?layout=${name}&command=preview` }, t("Demand against capacity"))),
    drawMap(ground, { label: t("map of {port}", { port: title }) }).node,
    el("h2", {}, t("Stations")),
    table([t("station"), t("does"), t("servers"), t("hours"), t("service time")], stations.map(([key, one]) => [said(one, key), t(one.does ?? ""),
      one.servers ?? "", one.hours ?? "", one.service_time ?? ""])),
    peaks.length ? [el("h2", {}, t("Days")), el("ul", {}, peaks.map((peak) => el("li", {},
      el("a", { href: `#/ask?layout=${name}&peak=${(peak.name ?? peak).split("/").pop()}` }, labelOf(peak)))))] : null,
    el("h2", {}, t("Ledger of assumptions")),
    el("p", {}, Object.entries(card.ledger).map(([kind, n]) => `${t(kind)}: ${number(n)}`).join(" · ")),
    table([t("value"), t("is"), t("because")], card.assumed.slice(0, 400).map((row) => [row.path, String(row.value ?? ""), row.text ?? ""])),
  ].flat();
}
