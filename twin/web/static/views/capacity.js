// How much a port carries with a target kept, what binds there, and until which year that is enough.

import { carried } from "../parts/carried.js";
import { chooser, field, givenOf, levers, promise, select } from "../parts/choosing.js";
import { api, el, faults, t } from "../parts/page.js";
import { follow, put, remembered } from "../parts/running.js";

const PARTS = [["curve", "how waits grow with the flow"], ["flood", "when more comes than can pass"], ["binding", "what holds it up"], ["tracks", "how full the tracks are"]];
const FINE = [["8", "quick"], ["16", "usual"], ["64", "precise"]];

export async function capacityView(query = "") {
  const asked = Object.fromEntries(new URLSearchParams(query)), old = asked.job ? await api("GET", `/v1/jobs/${asked.job}`) : null;
  const given = givenOf(query, old), choice = await chooser(given, { runs: "4" }), answer = el("div", { class: "answer" });
  const target = promise(choice, given["--target"] ?? ""), of = el("select", { name: "of" });
  const growth = el("input", { name: "growth", value: given["--growth"] ?? "", placeholder: "8 %/y" }), from = el("input", { name: "from", type: "number", min: "1990", max: "2100", value: given["--from"] ?? "", placeholder: "2026" });
  const fine = select("fine", FINE.map(([key, text]) => ({ key, text: t(text) })), given["--replications"] ?? "16"), within = el("input", { name: "within", value: given["--within"] ?? "2 %" });
  const envelope = el("input", { name: "envelope", value: given["--envelope"] ?? "", placeholder: "coal_in copper_in:0.5:2" });
  const wanted = given["--parts"]?.split(",") ?? PARTS.map(([key]) => key);
  const parts = PARTS.map(([key, text]) => el("label", { class: "tick" }, el("input", { type: "checkbox", value: key, checked: wanted.includes(key) }), t(text)));
  const named = (given.scenarios ?? "").split(",").filter((name) => name && name !== "base"), picked = levers(choice, named.flatMap((name) => name.split("+")));
  const beside = el("input", { type: "checkbox", checked: named.length > 1 });
  let leave = null;
  choice.onCard(() => of.replaceChildren(el("option", { value: "" }, t("all of them")), ...choice.flows().map((one) => el("option", { value: one.key, selected: one.key === given["--of"] }, one.text))));

  async function ask(event) {
    event.preventDefault();
    const chosen = picked.chosen(), combined = chosen.length && !beside.checked;
    const options = [["--target", target.value()], ["--of", of.value], ["--growth", growth.value.trim()], ["--from", growth.value.trim() ? from.value : ""], ["--replications", fine.value], ["--within", within.value.trim()],
      ["--envelope", envelope.value.trim()], ["--parts", parts.map((one) => one.querySelector("input")).filter((box) => box.checked).map((box) => box.value).join(",")]].filter(([, value]) => value);
    const words = [...choice.words(), ...(combined ? [`scenario=[${chosen.join(",")}]`] : chosen.length ? ["base", ...chosen, ...(chosen.length > 1 ? [chosen.join("+")] : [])] : [])];
    try { await shown(await put({ command: "capacity", words, options })); } catch (error) { answer.replaceChildren(faults(error)); answer.scrollIntoView(); }
  }

  async function shown(job) {
    leave?.();
    history.replaceState(null, "", `#/capacity?job=${job.name}`);
    form.open = false;
    leave = follow(job.name, answer, (found, told) => carried(found, told, choice.lists), (next) => history.replaceState(null, "", `#/capacity?job=${next.name}`));
  }

  const form = el("details", { class: "asked", open: !old }, el("summary", {}, t(old ? "What was asked, and another question" : "Question")), el("form", { onsubmit: ask },
    el("fieldset", {}, el("legend", {}, t("Port and day")), choice.fields, choice.changes.length ? el("p", { class: "quiet" }, `${t("with")}: ${choice.changes.join("; ")}`) : null),
    el("fieldset", {}, el("legend", {}, t("What has to hold")), el("div", { class: "row" }, target.nodes)),
    el("fieldset", {}, el("legend", {}, t("What grows")), el("div", { class: "row" }, field("which flows", of), field("growth of demand a year", growth), field("today's demand is of the year", from))),
    el("fieldset", {}, el("legend", {}, t("With which levers")), picked.node, el("label", { class: "tick" }, beside, t("each option beside the others, the port as it is among them"))),
    el("details", {}, el("summary", {}, t("How finely")), el("div", { class: "row" }, field("how precise", fine), field("to within", within), field("several flows at once", envelope)), el("div", { class: "row" }, parts)),
    el("p", {}, el("button", { class: "main", type: "submit" }, t("Find the capacity")))));
  choice.load().catch((error) => answer.replaceChildren(faults(error)));
  if (old) await shown(old);
  const last = remembered("capacity");
  return { nodes: [el("h1", {}, t("Capacity")), el("p", { class: "quiet" }, t("How much can the port carry while a promise about waiting is kept?")),
    !old && last ? el("p", {}, el("a", { href: `#/capacity?job=${last}` }, t("Your last capacity"))) : null, form, answer].filter(Boolean), leave: () => leave?.() };
}
