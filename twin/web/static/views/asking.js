// A question to a port: which port and day, which levers and changes, and what is asked.

import { Refused, api, ask, el, faults, labelOf, number, say, state, t, table } from "../parts/page.js";

const COMMANDS = [["check", "Check"], ["preview", "Demand against capacity"], ["run", "Run"], ["why", "Why they wait"],
  ["compare", "Compare"], ["capacity", "Capacity"], ["view", "Replay"], ["report", "Report"], ["playbook", "Playbook"],
  ["roster", "Rosters"], ["sensitivity", "Sensitivity"]];
const OPTIONS = {
  capacity: [["--target", "target", "p95 <= 60 min"], ["--of", "of which flow", ""]],
  view: [["--at", "at", "worst"]], report: [["--for", "for", "planner"]], compare: [["--target", "target", ""]],
  sensitivity: [["--target", "target", ""]], roster: [["--promise", "promise", ""]],
};
const QUICK = ["check", "preview"];

export async function askView(query = "") {
  const given = new URLSearchParams(query), lists = await ask("list", []);
  const choice = (name, rows, value, empty) => el("select", { name }, empty != null ? el("option", { value: "" }, empty) : null,
    rows.map((row) => el("option", { value: row.key, selected: row.key === value }, row.text)));
  const port = choice("layout", lists.layouts.map((one) => ({ key: one.name, text: labelOf(one) })), given.get("layout") ?? "ganqimaodu_road");
  const peak = el("select", { name: "peak" });
  const command = choice("command", COMMANDS.map(([key, text]) => ({ key, text: t(text) })), given.get("command") ?? "run");
  const runs = el("input", { name: "runs", type: "number", min: "1", max: "200", value: "6" });
  const experiment = choice("experiment", lists.experiments.map((one) => ({ key: one.name, text: labelOf(one) })), "", t("as the day says"));
  const levers = el("div", { class: "chips", tabindex: "0", role: "group", "aria-label": t("Levers") });
  const changes = el("textarea", { name: "changes", rows: "4", spellcheck: "false", placeholder: "layout.stations.h986.servers=3" });
  const options = el("div", { class: "row" }), lint = el("div", { "aria-live": "polite" }), answer = el("div", { "aria-live": "polite" });
  const name = el("input", { name: "name", pattern: "[a-z][a-z0-9_]{0,59}", placeholder: "third_scanner" });
  const marks = {};

  function days() {
    const here = lists.peaks.filter((one) => one.name.startsWith(`${port.value}/`));
    peak.replaceChildren(...here.map((one) => { const key = one.name.split("/").pop();
      return el("option", { value: key, selected: key === given.get("peak") }, labelOf(one)); }));
  }

  async function fitting() {
    const card = await ask("show", ["layout", port.value]);
    const fits = Object.entries(card.scenarios).filter(([, one]) => one.fits).map(([key]) => key);
    const there = lists.scenarios.filter((one) => fits.includes(one.name));
    levers.replaceChildren(...there.map((one) => el("label", { title: one.name }, el("input", { type: "checkbox", value: one.name }), labelOf(one))));
  }

  const lines = () => changes.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const chosen = () => [...levers.querySelectorAll("input:checked")].map((box) => box.value);
  const base = () => [`layout=${port.value}`, ...(peak.value && peak.value !== "typical" ? [`peak=${peak.value}`] : []),
    ...(experiment.value ? [`experiment=${experiment.value}`] : []), ...lines()];

  function words() {
    const said = base(), picked = chosen();
    if (!QUICK.includes(command.value)) said.push(`experiment.replications=${runs.value}`);
    if (command.value === "compare") return [...said, "base", ...picked, ...(picked.length > 1 ? [picked.join("+")] : [])];
    return picked.length ? [...said, `scenario=[${picked.join(",")}]`] : said;
  }

  function optionsOf() {
    options.replaceChildren(...(OPTIONS[command.value] ?? []).map(([option, text, value]) => el("label", {}, el("span", {}, t(text)),
      el("input", { name: option, value }))));
  }

  let later = null;
  function check() {
    clearTimeout(later);
    later = setTimeout(async () => {
      try {
        const picked = chosen(), said = [...base(), ...(picked.length ? [`scenario=[${picked.join(",")}]`] : [])];
        const found = await ask("check", said);
        lint.replaceChildren(findings(found));
      } catch (error) { lint.replaceChildren(faults(error)); }
    }, 600);
  }

  async function send(event) {
    event.preventDefault();
    answer.replaceChildren(el("p", { class: "quiet" }, t("one moment")));
    const pairs = [...options.querySelectorAll("input")].filter((box) => box.value).map((box) => [box.name, box.value]);
    try {
      if (QUICK.includes(command.value)) {
        const found = await ask(command.value, words().map((word) => word));
        answer.replaceChildren(command.value === "check" ? findings(found) : preview(found));
      } else {
        const job = await api("POST", "/v1/jobs", { command: command.value, words: words(), options: pairs, lang: state.lang });
        location.hash = `#/job/${job.name}`;
      }
    } catch (error) { answer.replaceChildren(faults(error)); }
  }

  async function keep() {
    try {
      if (!(name.value in marks)) marks[name.value] = (await api("GET", `/v1/scenarios/${name.value}`).catch(() => ({ mark: "" }))).mark;
      const kept = await api("PUT", `/v1/scenarios/${name.value}`, { words: [`layout=${port.value}`, ...lines()], lang: state.lang },
        { "if-match": marks[name.value] });
      marks[name.value] = kept.mark;
      say(t("kept as {name}", { name: name.value }));
      lists.scenarios.push({ name: name.value, label_zh: name.value, label_en: name.value });
      await fitting();
    } catch (error) {
      if (error instanceof Refused && error.status === 412) delete marks[name.value];
      answer.replaceChildren(faults(error));
    }
  }

  port.addEventListener("change", () => { days(); fitting(); check(); });
  command.addEventListener("change", optionsOf);
  for (const one of [peak, levers, changes]) one.addEventListener("input", check);
  days(); optionsOf(); await fitting(); check();
  const field = (text, control) => el("label", {}, el("span", {}, t(text)), control);
  return { nodes: [el("h1", {}, t("Ask a port")), el("form", { onsubmit: send },
    el("fieldset", {}, el("legend", {}, t("Port and day")), el("div", { class: "row" }, field("port", port), field("which day", peak), field("experiment", experiment))),
    el("fieldset", {}, el("legend", {}, t("Levers")), levers),
    el("fieldset", {}, el("legend", {}, t("Changes, one a line")), changes, lint,
      el("div", { class: "row" }, field("name of the scenario", name), el("button", { type: "button", onclick: keep }, t("Keep as scenario")))),
    el("fieldset", {}, el("legend", {}, t("Question")), el("div", { class: "row" }, field("what", command), field("runs", runs), options,
      el("button", { class: "main", type: "submit" }, t("Ask"))))), answer], leave: () => clearTimeout(later) };
}

function findings(found) {
  const rows = found.findings ?? [], text = (one) => one?.[state.lang] ?? one ?? "";
  if (!rows.length) return el("p", { class: "good" }, t("no fault is found"));
  return el("div", {}, el("p", {}, t("{n} findings", { n: number(rows.length) })), rows.slice(0, 12).map((one) => el("div", { class: one.severity === "error" ? "notice bad" : "notice" },
    el("code", {}, one.path), el("br"), text(one.text), one.way_out ? el("span", { class: "quiet" }, ` ${text(one.way_out)}`) : null)));
}

function preview(found) {
  const rows = [...found.stations].sort((a, b) => (b.utilisation ?? 0) - (a.utilisation ?? 0)).slice(0, 20);
  return table([t("place"), t("kind"), t("visits a day"), t("hours of work"), t("open hours"), t("used")], rows.map((one) => [one.station.replaceAll("_", " "), t(one.kind),
    number(one.visits_per_day, 0), number(one.work_hours), number(one.open_server_hours), one.utilisation == null ? "–" : `${number(100 * one.utilisation, 0)} %`]), [2, 3, 4, 5]);
}
