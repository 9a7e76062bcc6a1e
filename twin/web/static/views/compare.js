// Levers held against the port as it is, and against each other, under the same luck.

import { chooser, field, givenOf, levers, select, targets } from "../parts/choosing.js";
import { compared } from "../parts/compared.js";
import { api, el, faults, t } from "../parts/page.js";
import { follow, put, remembered } from "../parts/running.js";

const HOW = [["all", "each alone, and all together"], ["alone", "each alone"], ["pairs", "each alone, and every two together"], ["sets", "every set of them"]];
const MOST = 12; // options at once

export function combinations(picked, how) {
  const pairs = picked.flatMap((one, i) => picked.slice(i + 1).map((other) => `${one}+${other}`));
  const sets = picked.reduce((found, one) => [...found, ...found.map((set) => [...set, one])], [[]]).filter((set) => set.length);
  const made = { alone: picked, pairs: [...picked, ...pairs], sets: sets.sort((a, b) => a.length - b.length).map((set) => set.join("+")),
    all: picked.length > 1 ? [...picked, picked.join("+")] : picked }[how];
  return ["base", ...made];
}

export async function compareView(query = "") {
  const asked = Object.fromEntries(new URLSearchParams(query)), old = asked.job ? await api("GET", `/v1/jobs/${asked.job}`) : null;
  const given = givenOf(query, old), choice = await chooser(given), answer = el("div", { class: "answer" });
  const named = (given.scenarios ?? "").split(",").filter((name) => name && name !== "base");
  const how = select("how", HOW.map(([key, text]) => ({ key, text: t(text) })), "all"), target = targets(choice, given["--target"] ?? "");
  const precision = el("input", { name: "precision", placeholder: "5 %", value: given["--precision"] ?? "" });
  const list = el("textarea", { name: "options", rows: "3", spellcheck: "false" }), send = el("button", { class: "main", type: "submit" }, t("Compare"));
  const picked = levers(choice, named.flatMap((name) => name.split("+")), fill);
  how.addEventListener("change", fill);
  let own = named.some((name) => name.includes("+")) ? ["base", ...named] : null, leave = null;

  function fill() {
    const said = own ?? combinations(picked.chosen(), how.value);
    own = null;
    list.value = said.join("\n");
    check();
  }

  function check() {
    const many = list.value.split(/\s+/).filter(Boolean).length;
    send.disabled = many < 2 || many > MOST;
    hint.textContent = many < 2 ? t("Choose a lever or more to hold against the port as it is.") : many > MOST ? t("{n} options; {most} are the most at once", { n: many, most: MOST }) : t("{n} options are run under the same luck", { n: many });
  }

  const hint = el("p", { class: "quiet", "aria-live": "polite" });
  list.addEventListener("input", check);

  async function ask(event) {
    event.preventDefault();
    const options = [["--target", target.value()], ["--precision", precision.value.trim()]].filter(([, value]) => value);
    try {
      await shown(await put({ command: "compare", words: [...choice.words(), ...list.value.split(/\s+/).filter(Boolean)], options }));
    } catch (error) { answer.replaceChildren(faults(error)); answer.scrollIntoView(); }
  }

  async function shown(job) {
    leave?.();
    history.replaceState(null, "", `#/compare?job=${job.name}`);
    form.open = false;
    leave = follow(job.name, answer, (found, told) => compared(found, told, choice.lists), (next) => history.replaceState(null, "", `#/compare?job=${next.name}`));
  }

  const form = el("details", { class: "asked", open: !old }, el("summary", {}, t(old ? "What was asked, and another question" : "Question")), el("form", { onsubmit: ask },
    el("fieldset", {}, el("legend", {}, t("Port and day")), choice.fields, choice.changes.length ? el("p", { class: "quiet" }, `${t("with")}: ${choice.changes.join("; ")}`) : null),
    el("fieldset", {}, el("legend", {}, t("What could be changed")), picked.node, el("div", { class: "row" }, field("how they are combined", how)),
      el("details", {}, el("summary", {}, t("The options one by one")), el("label", {}, el("span", {}, t("one a line; A+B is both together")), list))),
    el("fieldset", {}, el("legend", {}, t("What decides")), el("div", { class: "row" }, target.nodes, field("as precise as (empty: so many runs)", precision))),
    hint, send));
  choice.load().catch((error) => answer.replaceChildren(faults(error)));
  check();
  if (old) await shown(old);
  const last = remembered("compare");
  const back = !old && last ? el("p", {}, el("a", { href: `#/compare?job=${last}` }, t("Your last comparison"))) : null;
  return { nodes: [el("h1", {}, t("Compare")), el("p", { class: "quiet" }, t("What should be changed before the peak? Levers are held against the port as it is, under the same luck.")), back, form, answer].filter(Boolean), leave: () => leave?.() };
}
