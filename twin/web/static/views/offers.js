// Offers of a tender: a table is sent here, and held against the port at its peak.

import { api, ask, el, faults, labelOf, state, t } from "../parts/page.js";

export async function offersView() {
  const lists = await ask("list", []);
  const port = el("select", { name: "layout" }, lists.layouts.map((one) => el("option", { value: one.name, selected: one.name === "ganqimaodu_road" }, labelOf(one))));
  const peak = el("input", { name: "peak", value: "record_day" }), station = el("input", { name: "station", value: "h986", required: true });
  const budget = el("input", { name: "budget", placeholder: "100 M CNY" }), runs = el("input", { type: "number", min: "2", max: "100", value: "6" });
  const file = el("input", { type: "file", accept: ".csv,.xlsx", required: true }), answer = el("div", { "aria-live": "polite" });

  async function send(event) {
    event.preventDefault();
    answer.replaceChildren(el("p", { class: "quiet" }, t("one moment")));
    try {
      const { name } = await api("POST", "/v1/uploads", file.files[0]);
      const options = [["--station", station.value], ...(budget.value ? [["--budget", budget.value]] : [])];
      const words = [`layout=${port.value}`, ...(peak.value ? [`peak=${peak.value}`] : []), `experiment.replications=${runs.value}`];
      const job = await api("POST", "/v1/jobs", { command: "procure", words, options, lang: state.lang, upload: name });
      location.hash = `#/job/${job.name}`;
    } catch (error) { answer.replaceChildren(faults(error)); }
  }

  const field = (text, control) => el("label", {}, el("span", {}, t(text)), control);
  return [el("h1", {}, t("Procurement")), el("p", {}, t("A table of offers, as twin procure --template writes it, is held against the port at its peak.")),
    el("form", { onsubmit: send }, el("fieldset", {}, el("legend", {}, t("Offers")), el("div", { class: "row" }, field("table of offers", file), field("port", port), field("which day", peak),
      field("station", station), field("budget", budget), field("runs", runs), el("button", { class: "main", type: "submit" }, t("Ask"))))), answer];
}
