// What a study advises, kept as a scenario of one's own by one button: its text, what differs, what looks odd, and how it is compared.

import { valueOf } from "./choosing.js";
import { Refused, api, el, faults, say, state, t } from "./page.js";
import { difference, findings } from "./telling.js";

const HEARD = { roster: "Keep this roster as a scenario of your own, to compare it with today.", playbook: "Keep these rules as a scenario of your own, to compare them with today.",
  procure: "Keep these machines as a scenario of your own, to compare them with today." };
const NOWHERE = { places: {}, stations: {}, links: {}, zones: {}, stocks: {} };

// Nodes for an answer that has changes; none for others.
export function keeping(job, answer) {
  const what = HEARD[job.question.command];
  if (!what || !answer.changes?.length) return [];
  const may = state.role === "run" || state.role === "admin", told = el("div", { "aria-live": "polite" });
  const name = el("input", { name: "advice", required: true, pattern: "[a-z][a-z0-9_]{0,59}", placeholder: `my_${job.question.command}`, autocomplete: "off", spellcheck: "false" });
  const title = el("input", { name: "title", maxlength: "80", autocomplete: "off" }), send = el("button", { class: "main", type: "submit", disabled: !may }, t("Keep as scenario"));
  const field = (text, control) => el("label", {}, el("span", {}, t(text)), control);

  async function put(mark) {
    send.disabled = true;
    try {
      const kept = await api("PUT", `/v1/scenarios/${name.value}/advised`, { job: job.name, label: title.value.trim(), lang: state.lang }, mark ? { "if-match": mark } : {});
      say(t("kept as {name}", { name: kept.name }));
      told.replaceChildren(...shown(job, kept));
    } catch (error) {
      told.replaceChildren(error instanceof Refused && error.status === 412 ? await taken() : faults(error));
    } finally { send.disabled = false; }
  }

  // There is one of this name: it is shown, and written over only if that is said.
  async function taken() {
    const theirs = await api("GET", `/v1/scenarios/${name.value}`);
    return el("div", { class: "notice bad", role: "alert" }, el("p", {}, t("A scenario of this name is there already; nothing was written. Take another name, or write over it:")),
      el("pre", { class: "scroll", tabindex: "0" }, theirs.text), el("button", { type: "button", onclick: () => put(theirs.mark) }, t("Write mine in its place")));
  }

  return [el("h2", {}, t("Keep it, and compare")), el("p", {}, t(what)),
    el("form", { onsubmit: (event) => { event.preventDefault(); put(""); } }, el("div", { class: "row" }, field("name, in small letters", name), field("title for people", title), send)),
    may ? null : el("p", { class: "quiet" }, t("You may look and try; to keep it, a token of the role run is needed.")), told].filter(Boolean);
}

function shown(job, kept) {
  const words = job.question.words, peak = valueOf(words, "peak"), all = valueOf(kept.words, "scenario").replace(/[[\]]/g, "").split(",").join("+");
  const address = new URLSearchParams({ layout: valueOf(words, "layout"), ...(peak ? { peak } : {}), scenarios: all });
  return [el("p", { class: "good" }, t("kept as {name}", { name: `scenarios/${kept.name}.yaml` })), el("p", {}, el("a", { href: `#/compare?${address}` }, t("Compare with today"))),
    el("h3", {}, t("What is changed")), difference(kept.differences, { named: new Map(), own: null }),
    el("h3", {}, t("Is it sound")), findings(kept.check, null, NOWHERE),
    el("details", {}, el("summary", {}, t("The file")), el("pre", { class: "scroll", tabindex: "0" }, kept.text))];
}
