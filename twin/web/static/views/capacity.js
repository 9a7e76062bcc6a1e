// How much a port carries with a target kept, what binds there, and until which year that is enough.

import { carried } from "../parts/carried.js";
import { field, levers, promise, select } from "../parts/choosing.js";
import { el, t } from "../parts/page.js";
import { opened, portAndDay, study } from "../parts/study.js";

const PARTS = [["curve", "how waits grow with the flow"], ["flood", "when more comes than can pass"], ["binding", "what holds it up"], ["tracks", "how full the tracks are"]];
const FINE = [["8", "quick"], ["16", "usual"], ["64", "precise"]];

export async function capacityView(query = "") {
  const begun = await opened(query, { runs: "4" }), { given, choice } = begun;
  const target = promise(choice, given["--target"] ?? ""), of = el("select", { name: "of" });
  const growth = el("input", { name: "growth", value: given["--growth"] ?? "", placeholder: "8 %/y" }), from = el("input", { name: "from", type: "number", min: "1990", max: "2100", value: given["--from"] ?? "", placeholder: "2026" });
  const fine = select("fine", FINE.map(([key, text]) => ({ key, text: t(text) })), given["--replications"] ?? "16"), within = el("input", { name: "within", value: given["--within"] ?? "2 %" });
  const envelope = el("input", { name: "envelope", value: given["--envelope"] ?? "", placeholder: "coal_in copper_in:0.5:2" });
  const wanted = given["--parts"]?.split(",") ?? PARTS.map(([key]) => key);
  const parts = PARTS.map(([key, text]) => el("label", { class: "tick" }, el("input", { type: "checkbox", value: key, checked: wanted.includes(key) }), t(text)));
  const named = (given.scenarios ?? "").split(",").filter((name) => name && name !== "base"), picked = levers(choice, named.flatMap((name) => name.split("+")));
  const beside = el("input", { type: "checkbox", checked: named.length > 1 });
  choice.onCard(() => of.replaceChildren(el("option", { value: "" }, t("all of them")), ...choice.flows().map((one) => el("option", { value: one.key, selected: one.key === given["--of"] }, one.text))));

  function question() {
    const chosen = picked.chosen(), combined = chosen.length && !beside.checked;
    const options = [["--target", target.value()], ["--of", of.value], ["--growth", growth.value.trim()], ["--from", growth.value.trim() ? from.value : ""], ["--replications", fine.value], ["--within", within.value.trim()],
      ["--envelope", envelope.value.trim()], ["--parts", parts.map((one) => one.querySelector("input")).filter((box) => box.checked).map((box) => box.value).join(",")]].filter(([, value]) => value);
    const words = [...choice.words(), ...(combined ? [`scenario=[${chosen.join(",")}]`] : chosen.length ? ["base", ...chosen, ...(chosen.length > 1 ? [chosen.join("+")] : [])] : [])];
    return { words, options };
  }

  return study(begun, { command: "capacity", page: "#/capacity", title: "Capacity", back: "Your last capacity", question, show: (job, told) => carried(job, told, choice.lists),
    about: "How much can the port carry while a promise about waiting is kept?",
    fields: [portAndDay(choice),
      el("fieldset", {}, el("legend", {}, t("What has to hold")), el("div", { class: "row" }, target.nodes)),
      el("fieldset", {}, el("legend", {}, t("What grows")), el("div", { class: "row" }, field("which flows", of), field("growth of demand a year", growth), field("today's demand is of the year", from))),
      el("fieldset", {}, el("legend", {}, t("With which levers")), picked.node, el("label", { class: "tick" }, beside, t("each option beside the others, the port as it is among them"))),
      el("details", {}, el("summary", {}, t("How finely")), el("div", { class: "row" }, field("how precise", fine), field("to within", within), field("several flows at once", envelope)), el("div", { class: "row" }, parts)),
      el("p", {}, el("button", { class: "main", type: "submit" }, t("Find the capacity")))] });
}
