// What every question begins with: the port, the day, and the levers that fit the port.

import { ask, el, labelOf, state, t } from "./page.js";

export const field = (text, control, hint = "") => el("label", {}, el("span", {}, t(text)), control, hint ? el("span", { class: "under" }, t(hint)) : null);
export const select = (name, rows, value) => el("select", { name }, rows.map((row) => el("option", { value: row.key, selected: row.key === value }, row.text)));

// The value of a word of a question: valueOf(["layout=x"], "layout") is "x".
export const valueOf = (words, name) => (words.find((word) => word.startsWith(`${name}=`)) ?? "").slice(name.length + 1);
export const plainWords = (job) => job.question.words.filter((word) => word.includes("=") || word.startsWith("~"));
export const optionsOf = (job) => Object.fromEntries(job.question.options);

// The words of a query or of a job that was asked before, as {layout, peak, scenarios, ...}.
export function givenOf(query, job = null) {
  const given = Object.fromEntries(new URLSearchParams(query));
  if (!job) return given;
  const words = job.question.words;
  return { layout: valueOf(words, "layout"), peak: valueOf(words, "peak"), experiment: valueOf(words, "experiment"), runs: valueOf(words, "experiment.replications"),
    scenarios: words.filter((word) => !word.includes("=") && !word.startsWith("~")).join(","), common: valueOf(words, "scenario").replace(/[[\]]/g, ""),
    changes: plainWords(job).filter((word) => /^(~|layout\.|demand\.|roster\.|policy\.|equipment\.|scenario\.)/.test(word)).join("\n"), ...optionsOf(job) };
}

const MEASURES = [["p95 of all waits", "wait_p95"], ["mean time in the port", "time_in_port_mean"], ["how many are through", "finished"]];

export async function chooser(given, { runs = "6" } = {}) {
  const lists = await ask("list", []);
  const ports = lists.layouts.map((one) => ({ key: one.name, text: labelOf(one) }));
  const port = select("layout", ports, given.layout || "ganqimaodu_road");
  const peak = el("select", { name: "peak" });
  const experiment = select("experiment", [{ key: "", text: t("as the day says") }, ...lists.experiments.map((one) => ({ key: one.name, text: labelOf(one) }))], given.experiment ?? "");
  const many = el("input", { name: "runs", type: "number", min: "2", max: "200", value: given.runs || runs });
  const changes = given.changes ? given.changes.split("\n") : [];
  const watchers = [];
  let card = null;

  function days() {
    const here = lists.peaks.filter((one) => one.name.startsWith(`${port.value}/`)).map((one) => ({ key: one.name.split("/").pop(), text: labelOf(one) }));
    const wanted = given.peak || (here.some((one) => one.key === "record_day") ? "record_day" : "");
    peak.replaceChildren(...here.map((one) => el("option", { value: one.key, selected: one.key === wanted }, one.text)));
  }

  async function changed() {
    days();
    card = await ask("show", ["layout", port.value]);
    for (const watcher of watchers) watcher(card);
  }

  port.addEventListener("change", changed);
  days();
  const called = (things, name) => things?.[name]?.label?.[state.lang] || name.replaceAll("_", " ");
  const came = () => [...new Set(Object.values(card.flows ?? {}).flatMap((flow) => flow.classes ?? []))];
  return {
    lists, fields: el("div", { class: "row" }, field("port", port), field("which day", peak), field("experiment", experiment), field("runs", many)),
    port, changes, card: () => card, load: changed, onCard: (watcher) => { watchers.push(watcher); if (card) watcher(card); },
    words: () => [`layout=${port.value}`, ...(peak.value && peak.value !== "typical" ? [`peak=${peak.value}`] : []),
      ...(experiment.value ? [`experiment=${experiment.value}`] : []), `experiment.replications=${many.value}`, ...changes],
    fitting: () => { const fits = card.scenarios; return lists.scenarios.filter((one) => fits[one.name]?.fits); },
    classes: () => came().map((name) => ({ key: name, text: called(card.classes, name) })),
    flows: () => Object.keys(card.flows ?? {}).map((name) => ({ key: name, text: called(card.flows, name) })),
    stations: () => Object.keys(card.stations ?? {}).map((name) => ({ key: name, text: called(card.stations, name) })),
  };
}

// Levers as boxes to tick, those of one's own first, with a field that finds them by a word.
export function levers(choice, ticked, onInput) {
  const chips = el("div", { class: "chips", tabindex: "0", role: "group", "aria-label": t("Levers") }, el("p", { class: "quiet" }, t("one moment")));
  const find = el("input", { type: "search", "aria-label": t("find a lever"), placeholder: t("find a lever") });
  let wanted = new Set(ticked);
  const chosen = () => [...chips.querySelectorAll("input:checked")].map((box) => box.value);
  choice.onCard(() => {
    const rows = choice.fitting().sort((a, b) => (a.origin === "shipped") - (b.origin === "shipped"));
    chips.replaceChildren(...rows.map((one) => el("label", { title: one.name }, el("input", { type: "checkbox", value: one.name, checked: wanted.has(one.name) }), labelOf(one),
      one.origin === "shipped" ? null : el("span", { class: "quiet" }, ` (${t("yours")})`))));
    wanted = new Set();
    onInput?.();
  });
  chips.addEventListener("input", () => onInput?.());
  find.addEventListener("input", () => {
    for (const label of chips.querySelectorAll("label")) label.hidden = !label.querySelector("input").checked && !`${label.textContent} ${label.title}`.toLowerCase().includes(find.value.toLowerCase());
  });
  return { node: el("div", {}, find, chips), chosen };
}

// What decides: a choice of lines, or one that is written. `value()` is the line of a target, "" for the mean wait.
export function targets(choice, value = "") {
  const own = el("input", { name: "target", value, "aria-label": t("target in words of the command"), placeholder: "p95 coal_truck <= 60" });
  const pick = el("select", { name: "decides" });
  const reset = () => {
    const rows = [{ key: "", text: t("mean wait of all") }, ...choice.classes().map((one) => ({ key: `p95 ${one.key}`, text: t("wait of {who} that 95 of 100 stay below", { who: one.text }) })),
      ...MEASURES.map(([text, key]) => ({ key, text: t(text) })), { key: "own", text: t("write it yourself") }];
    const known = rows.some((row) => row.key === value);
    pick.replaceChildren(...rows.map((row) => el("option", { value: row.key, selected: row.key === (known ? value : "own") }, row.text)));
    own.hidden = pick.value !== "own";
  };
  pick.addEventListener("change", () => { own.hidden = pick.value !== "own"; if (!own.hidden) own.focus(); });
  choice.onCard(reset);
  return { nodes: [field("what decides", pick), own], value: () => (pick.value === "own" ? own.value.trim() : pick.value) };
}

// What has to hold: so many of a class wait at most so long; or a line that is written.
export function promise(choice, value) {
  const [, who, minutes] = /^p95 (\w+) <= (\d+)(?: min)?$/.exec(value) ?? [null, "", "60"];
  const cls = el("select", { name: "who" }), most = el("input", { name: "minutes", type: "number", min: "1", max: "10000", value: minutes });
  const own = el("input", { name: "target", value: value && !who ? value : "", "aria-label": t("target in words of the command"), placeholder: "same_day_share >= 95 %" });
  choice.onCard(() => {
    const rows = [...choice.classes(), { key: "own", text: t("write it yourself") }];
    cls.replaceChildren(...rows.map((row) => el("option", { value: row.key, selected: row.key === (own.value ? "own" : who) }, row.text)));
    shown();
  });
  const shown = () => { own.hidden = cls.value !== "own"; most.closest("label").hidden = !own.hidden; };
  const nodes = [field("who may not wait longer", cls), field("95 of 100 wait at most (minutes)", most), own];
  cls.addEventListener("change", shown);
  return { nodes, value: () => (cls.value === "own" ? own.value.trim() : `p95 ${cls.value} <= ${most.value}`) };
}
