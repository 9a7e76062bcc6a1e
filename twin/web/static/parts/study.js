// A view that asks one long question: its form, folded once it was asked, the answer below it, and the way to the last one.

import { chooser, givenOf } from "./choosing.js";
import { api, el, faults, t } from "./page.js";
import { follow, put, remembered } from "./running.js";

// What a view begins with: the job that its address names, what was asked there, and the choice of port and day.
export async function opened(query, how = {}) {
  const { job } = Object.fromEntries(new URLSearchParams(query)), old = job ? await api("GET", `/v1/jobs/${job}`) : null, given = givenOf(query, old);
  return { old, given, choice: await chooser(given, how) };
}

export const portAndDay = (choice) => el("fieldset", {}, el("legend", {}, t("Port and day")), choice.fields,
  choice.changes.length ? el("p", { class: "quiet" }, `${t("with")}: ${choice.changes.join("; ")}`) : null);

// question() gives {words, options, ...}, or null where something is missing yet; show(job, answer) gives nodes;
// ready() is called when the port is known.
export async function study({ old, choice }, { command, page, title, about, back, fields, question, show, ready = () => {} }) {
  const answer = el("div", { class: "answer" }), named = (job) => history.replaceState(null, "", `${page}?job=${job.name}`);
  let leave = null;

  async function ask(event) {
    event.preventDefault();
    const asked = question();
    if (!asked) return;
    try { shown(await put({ command, ...asked })); } catch (error) { answer.replaceChildren(faults(error)); answer.scrollIntoView(); }
  }

  function shown(job) {
    leave?.();
    named(job);
    form.open = false;
    leave = follow(job.name, answer, show, named);
  }

  const form = el("details", { class: "asked", open: !old }, el("summary", {}, t(old ? "What was asked, and another question" : "Question")), el("form", { onsubmit: ask }, fields));
  choice.load().then(ready).catch((error) => answer.replaceChildren(faults(error)));
  if (old) shown(old);
  const last = remembered(command), way = !old && last ? el("p", {}, el("a", { href: `${page}?job=${last}` }, t(back))) : null;
  return { nodes: [el("h1", {}, t(title)), el("p", { class: "quiet" }, t(about)), way, form, answer].filter(Boolean), leave: () => leave?.() };
}
