// A question to a port: which port and day, which levers and changes, and what is asked.

import { filled, found } from "../parts/looked.js";
import { Refused, api, ask, el, faults, labelOf, say, state, t } from "../parts/page.js";
import { put, wayOut } from "../parts/running.js";

// [command, what it is called, what it is good for]
const COMMANDS = [["check", "Check", "Are all values there, and do they fit together? Answered at once."],
  ["preview", "Demand against capacity", "What comes against what can be done at each place, without a run. Answered at once."],
  ["run", "Run", "Waits, queues and use with intervals, and what holds the port up."], ["why", "Why they wait", "Every minute of waiting at the place that caused it."],
  ["compare", "Compare", "Levers against the port as it is, under the same luck."], ["capacity", "Capacity", "The largest flow that keeps a promise about waiting."],
  ["view", "Replay", "The day as a moving picture."], ["report", "Report", "All of it on paper, for those who decide."],
  ["playbook", "Playbook", "What a shift leader switches on, and when."], ["roster", "Rosters", "Lanes and shifts over the day that keep a promise."],
  ["sensitivity", "Sensitivity", "Which assumed values the answer hangs on, and what to measure first."], ["robust", "Several peaks", "Which lever is regretted least over all busy days, or how each takes an outage."],
  ["verify", "Verify", "Both engines side by side on this port, and against what theory knows."], ["capsule", "Capsule", "Port, numbers and what made them in one file, to be run again elsewhere."],
  ["synth", "Made-up log", "A log as the port's devices would write it, to be handed on."]];
const TARGET = "any measure, with or without a bound: p95 coal_truck <= 60 (minutes)";
// By command: [option, what it is called, what stands there, a hint]; a list is a choice.
const OPTIONS = {
  run: [["--precision", "as precise as", "", "5 %, or 2 min: goes on until the mean is known so well"]],
  compare: [["--target", "target", "", TARGET], ["--precision", "as precise as", "", "5 %, or 2 min: so well are differences known"], ["--indifference", "select the best only", "", "1 min: smaller differences do not matter"]],
  capacity: [["--target", "target", "p95 coal_truck <= 60", TARGET], ["--of", "of which flow", "", "empty: all of them"], ["--growth", "growth of demand a year", "", "8 %/y"], ["--within", "to within", "2 %", ""]],
  view: [["--at", "at", "worst", "a time of day as 10:30, or worst"]],
  report: [["--for", "for", ["planner", "procurement", "research"], ""], ["--form", "form", ["html", "pdf", "xlsx"], ""], ["--redact", "withheld", ["none", "commercial", "personal", "public"], ""]],
  playbook: [["--spare", "a lane that could be called", "", "h986=1"], ["--try", "levers to try as rules", "", "two names with a comma between"]],
  sensitivity: [["--target", "target", "", TARGET], ["--method", "method", ["all", "tornado", "morris", "sobol", "surrogate"], ""], ["--inputs", "only values below", "", "layout.stations.h986"], ["--n", "random points", "", "128"]],
  roster: [["--station", "station", "", "whose lanes"], ["--promise", "promise", "", "P(wait > 10 min) <= 5 %"], ["--per", "length of a slot", "", "1 h, or 30 min"]],
  robust: [["--target", "target", "", TARGET], ["--peaks", "days", "", "empty: the busy ones"], ["--outage", "a station that stands still", "", "h986"], ["--from", "from", "", "10:00"], ["--for", "for how long", "", "2 h"]],
  verify: [["--models", "random ports", "10", ""]],
  synth: [["--days", "days", "28", ""], ["--form", "form", ["devices", "clean"], ""], ["--privacy", "no class and route of fewer journeys than", "10", ""]],
};
const HELD = ["compare", "robust"]; // commands that hold scenarios against each other
const QUICK = ["check", "preview"];

export async function askView(query = "") {
  const given = Object.fromEntries(new URLSearchParams(query)), lists = await ask("list", []);
  const wanted = (given.scenarios ?? given.scenario ?? "").split(/[,+]/);
  const choice = (name, rows, value, empty) => el("select", { name }, empty != null ? el("option", { value: "" }, empty) : null,
    rows.map((row) => el("option", { value: row.key, selected: row.key === value }, row.text)));
  const port = choice("layout", lists.layouts.map((one) => ({ key: one.name, text: labelOf(one) })), given.layout ?? "ganqimaodu_road");
  const peak = el("select", { name: "peak" });
  const command = choice("command", COMMANDS.map(([key, text]) => ({ key, text: t(text) })), given.command ?? "run");
  const runs = el("input", { name: "runs", type: "number", min: "1", max: "200", value: "6" }), help = el("p", { class: "quiet" });
  const experiment = choice("experiment", lists.experiments.map((one) => ({ key: one.name, text: labelOf(one) })), "", t("as the day says"));
  const levers = el("div", { class: "chips", tabindex: "0", role: "group", "aria-label": t("Levers") });
  const changes = el("textarea", { name: "changes", rows: "4", spellcheck: "false", placeholder: "layout.stations.h986.servers=3" }, given.changes ?? "");
  const options = el("div", { class: "row" }), lint = el("div", { "aria-live": "polite" }), answer = el("div", { "aria-live": "polite" });
  const name = el("input", { name: "name", pattern: "[a-z][a-z0-9_]{0,59}", placeholder: "third_scanner" });
  const marks = {};

  function days() {
    const here = lists.peaks.filter((one) => one.name.startsWith(`${port.value}/`));
    peak.replaceChildren(...here.map((one) => { const key = one.name.split("/").pop();
      return el("option", { value: key, selected: key === given.peak }, labelOf(one)); }));
  }

  async function fitting() {
    const card = await ask("show", ["layout", port.value]);
    const fits = Object.entries(card.scenarios).filter(([, one]) => one.fits).map(([key]) => key);
    const there = lists.scenarios.filter((one) => fits.includes(one.name));
    levers.replaceChildren(...there.map((one) => el("label", { title: one.name }, el("input", { type: "checkbox", value: one.name, checked: wanted.includes(one.name) }), labelOf(one))));
  }

  const lines = () => changes.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const chosen = () => [...levers.querySelectorAll("input:checked")].map((box) => box.value);
  const base = () => [`layout=${port.value}`, ...(peak.value && peak.value !== "typical" ? [`peak=${peak.value}`] : []),
    ...(experiment.value ? [`experiment=${experiment.value}`] : []), ...lines()];

  function words() {
    const said = base(), picked = chosen();
    if (!QUICK.includes(command.value)) said.push(`experiment.replications=${runs.value}`);
    if (HELD.includes(command.value)) return [...said, "base", ...picked, ...(picked.length > 1 ? [picked.join("+")] : [])];
    return picked.length ? [...said, `scenario=[${picked.join(",")}]`] : said;
  }

  function optionsOf() {
    help.textContent = t(COMMANDS.find(([key]) => key === command.value)[2]);
    options.replaceChildren(...(OPTIONS[command.value] ?? []).map(([option, text, value, hint]) => el("label", {}, el("span", {}, t(text)),
      Array.isArray(value) ? el("select", { name: option }, value.map((one) => el("option", { value: one, selected: one === given[option] }, one ? t(one) : t("as usual")))) : el("input", { name: option, value: given[option] ?? value }),
      hint ? el("span", { class: "under" }, t(hint)) : null)));
  }

  let later = null;
  function check() {
    clearTimeout(later);
    later = setTimeout(async () => {
      try {
        const picked = chosen(), said = [...base(), ...(picked.length ? [`scenario=[${picked.join(",")}]`] : [])];
        lint.replaceChildren(found(await ask("check", said)));
      } catch (error) { lint.replaceChildren(faults(error)); }
    }, 600);
  }

  async function send(event) {
    event.preventDefault();
    answer.replaceChildren(el("p", { class: "quiet" }, t("one moment")));
    const pairs = [...options.querySelectorAll("input, select")].filter((box) => box.value).map((box) => [box.name, box.value]);
    try {
      if (QUICK.includes(command.value)) {
        const told = await ask(command.value, words());
        answer.replaceChildren(command.value === "check" ? found(told) : filled(told));
      } else {
        const job = await put({ command: command.value, words: words(), options: pairs });
        location.hash = `#/job/${job.name}`;
      }
    } catch (error) { answer.replaceChildren(wayOut(error, { command: command.value, words: words() })); }
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
    el("fieldset", {}, el("legend", {}, t("Question")), el("div", { class: "row" }, field("what", command), field("runs", runs)), help, options, el("div", { class: "row" },
      el("button", { class: "main", type: "submit" }, t("Ask"))))), answer], leave: () => clearTimeout(later) };
}
