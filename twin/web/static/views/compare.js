// Levers held against the port as it is, and against each other, under the same luck.

import { field, levers, select, targets } from "../parts/choosing.js";
import { compared } from "../parts/compared.js";
import { el, t } from "../parts/page.js";
import { opened, portAndDay, study } from "../parts/study.js";

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
  const begun = await opened(query), { given, choice } = begun;
  const named = (given.scenarios ?? "").split(",").filter((name) => name && name !== "base");
  const how = select("how", HOW.map(([key, text]) => ({ key, text: t(text) })), "all"), target = targets(choice, given["--target"] ?? "");
  const precision = el("input", { name: "precision", placeholder: "5 %", value: given["--precision"] ?? "" });
  const list = el("textarea", { name: "options", rows: "3", spellcheck: "false" }), send = el("button", { class: "main", type: "submit" }, t("Compare"));
  const picked = levers(choice, named.flatMap((name) => name.split("+")), fill);
  how.addEventListener("change", fill);
  let own = named.some((name) => name.includes("+")) ? ["base", ...named] : null;

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

  const question = () => ({ words: [...choice.words(), ...list.value.split(/\s+/).filter(Boolean)], options: [["--target", target.value()], ["--precision", precision.value.trim()]].filter(([, value]) => value) });
  check();
  return study(begun, { command: "compare", page: "#/compare", title: "Compare", back: "Your last comparison", question, show: (job, told) => compared(job, told, choice.lists),
    about: "What should be changed before the peak? Levers are held against the port as it is, under the same luck.",
    fields: [portAndDay(choice),
      el("fieldset", {}, el("legend", {}, t("What could be changed")), picked.node, el("div", { class: "row" }, field("how they are combined", how)),
        el("details", {}, el("summary", {}, t("The options one by one")), el("label", {}, el("span", {}, t("one a line; A+B is both together")), list))),
      el("fieldset", {}, el("legend", {}, t("What decides")), el("div", { class: "row" }, target.nodes, field("as precise as (empty: so many runs)", precision))),
      hint, send] });
}
