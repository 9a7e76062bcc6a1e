// Procurement: a table of offers is filled in, checked while it is open, and held against the port at its peak.

import { keeping } from "../parts/advice.js";
import { field, promise, select } from "../parts/choosing.js";
import { files, whole } from "../parts/outcome.js";
import { api, el, faults, state, t } from "../parts/page.js";
import { put } from "../parts/running.js";
import { opened, portAndDay, study } from "../parts/study.js";
import { dropped, tendered } from "../parts/tendered.js";

const STEPS = [["", "all steps"], ["screen", "what fits"], ["compare", "what each does at the peak"], ["money", "cost and worth"], ["stress", "if claims fall short"], ["mix", "what to buy when"], ["acceptance", "test of acceptance"]];
const HOW = [["replace", "instead of those that are there"], ["add", "beside those that are there"]], BASIS = [["evidence", "what was tested, else what is claimed"], ["claims", "what is claimed"]];
const FIELDS = [["--budget", "budget", "120 M CNY"], ["--machines", "at most so many of one offer", "3"], ["--horizon", "horizon", "15 y"], ["--discount", "discount rate", "8 %/y"], ["--growth", "growth of demand a year", "5 %/y"], ["--rate", "CNY for one unit of another currency", "EUR=7.8"]];

export async function offersView(query = "") {
  const begun = await opened(query), { old, given, choice } = begun, checked = el("div", { "aria-live": "polite" });
  const station = el("select", { name: "station" }), target = promise(choice, given["--target"] ?? "");
  const file = el("input", { type: "file", name: "offers", accept: ".csv,.xlsx" });
  const how = select("how", HOW.map(([key, text]) => ({ key, text: t(text) })), given["--how"] ?? "replace"), basis = select("basis", BASIS.map(([key, text]) => ({ key, text: t(text) })), given["--basis"] ?? "evidence");
  const step = select("only", STEPS.map(([key, text]) => ({ key, text: t(text) })), given["--only"] ?? "");
  const fields = FIELDS.map(([option, text, example]) => [option, text, el("input", { name: option.slice(2), value: given[option] ?? "", placeholder: example })]);
  const templates = el("p", { class: "row" });
  let upload = /upload\.([0-9a-f]{12})\./.exec(old?.question.upload ?? "")?.[1] ?? "";

  choice.onCard(() => {
    const wanted = given["--station"] || "h986", rows = choice.stations();
    station.replaceChildren(...rows.map((one) => el("option", { value: one.key, selected: one.key === wanted }, one.text)));
    template();
  });

  function template() {
    templates.replaceChildren(t("An empty table for this station:"), ...["xlsx", "csv"].map((kind) => el("a", { href: `/v1/offers/${choice.port.value}/${station.value}.${kind}?lang=${state.lang}`, download: `offers_${station.value}.${kind}` }, kind.toUpperCase())));
  }
  station.addEventListener("change", template);

  const options = () => [["--station", station.value], ["--target", target.value()], ...fields.map(([option, , input]) => [option, input.value.trim()]), ["--how", how.value], ["--basis", basis.value]].filter(([, value]) => value);

  async function check() {
    if (!upload) return;
    checked.replaceChildren(el("p", { class: "quiet" }, t("the table is checked")));
    try {
      const found = await api("POST", "/v1/offers/check", { words: choice.words(), options: options(), upload, lang: state.lang });
      checked.replaceChildren(el("p", { class: "good" }, t("{n} offers are complete and can be read.", { n: found.offers.length })), ...dropped(found));
    } catch (error) { checked.replaceChildren(el("p", {}, t("Correct these cells, save the table, and send it again:")), wrong(error)); }
  }

  async function sent() {
    if (!file.files[0]) return;
    try { upload = (await api("POST", "/v1/uploads", file.files[0])).name; await check(); } catch (error) { upload = ""; checked.replaceChildren(faults(error)); }
  }
  file.addEventListener("change", sent);

  function question() {
    if (upload) return { words: choice.words(), options: [...options(), ...(step.value ? [["--only", step.value]] : [])], upload };
    checked.replaceChildren(el("p", { class: "notice bad", role: "alert" }, t("Send a table of offers first; the empty table above shows its columns.")));
    file.focus();
    return null;
  }

  // The paper for those who decide is a job of its own.
  function paper(job) {
    const words = job.question.words;
    const write = (form) => el("button", { type: "button", onclick: async (event) => {
      event.target.disabled = true;
      try { location.hash = `#/job/${(await put({ command: "report", words, options: [["--for", "procurement"], ["--form", form]] })).name}`; } catch (error) { event.target.after(faults(error)); }
    } }, t(form === "pdf" ? "Write the report as PDF" : "Write the report as a page"));
    return [el("h2", {}, t("To take away")), el("p", { class: "row" }, write("html"), write("pdf"))];
  }

  return study(begun, { command: "procure", page: "#/offers", title: "Procurement", back: "Your last tender", question, ready: () => (old ? null : check()),
    about: "Which of the offers, how many, and when? Each is run at the peak with its promises and its failures.",
    show: async (job, told) => [...tendered(job, told), ...keeping(job, told), ...paper(job), ...await files(job), whole(job)],
    fields: [
      portAndDay(choice),
      el("fieldset", {}, el("legend", {}, t("Offers")), el("div", { class: "row" }, field("station", station), field("the machines come", how)), templates,
        el("label", { class: "file" }, el("span", {}, t("table of offers (CSV or XLSX)")), file), checked),
      el("fieldset", {}, el("legend", {}, t("What has to hold")), el("div", { class: "row" }, target.nodes)),
      el("fieldset", {}, el("legend", {}, t("Money")), el("div", { class: "row" }, fields.map(([, text, input]) => field(text, input)))),
      el("details", {}, el("summary", {}, t("More")), el("div", { class: "row" }, field("reckon with", basis), field("steps", step))),
      el("p", {}, el("button", { class: "main", type: "submit" }, t("Hold the offers against the port")))] });
}

// Every wrong cell, by its row and column.
function wrong(error) {
  for (const fault of error.faults ?? []) {
    const [, row, column] = /:(\d+)(?:, (\w+))?$/.exec(fault.place ?? "") ?? [];
    if (row) fault.path = `${column ? t("row {row}, column {column}", { row, column }) : t("row {row}", { row })} · ${fault.path}`;
  }
  return faults(error);
}
