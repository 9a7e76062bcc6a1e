// What came of a job: by its command the charts and tables of its answer, the pages and files that it wrote.

import { api, el, faults, Refused, state, t, table, number } from "./page.js";
import { filled, found } from "./looked.js";
import { sentences, told, verdict } from "./wording.js";

// [file of the part, name of the function] that shows the answer of a command.
const SHOWN = { run: ["ran", "ran"], compare: ["compared", "compared"], capacity: ["carried", "carried"], procure: ["tendered", "tendered"], sensitivity: ["studied", "sensitive"],
  playbook: ["studied", "ruled"], roster: ["studied", "rostered"], robust: ["studied", "robust"] };
export const PAGES = { compare: "#/compare", capacity: "#/capacity", procure: "#/offers" }; // views where such a question is asked

export async function outcome(job, answer, lists, partial = false) {
  if (answer?.faults) return [faults(new Refused(422, answer.faults))];
  const shown = SHOWN[job.question.command], nodes = [];
  if (shown) nodes.push(...(await import(`./${shown[0]}.js`))[shown[1]](job, answer, shown[1] === "ran" ? partial : lists));
  else if (job.question.command === "why") nodes.push(...(await import("./ran.js")).why(answer, answer.names[state.lang]));
  else if (answer.proofs) nodes.push(verdict(t(answer.holds ? "Everything that was tried holds." : "Not everything that was tried holds.")),
    table([t("tried"), t("holds"), t("found")], answer.proofs.map((row) => [row.what, t(row.holds ? "yes" : "no"), row.found])));
  else if (answer.capsule) nodes.push(el("p", {}, t("Whoever has the capsule runs it again with: twin capsule verify FILE"), el("br"), el("code", { class: "words" }, answer.digest)));
  else if (answer.findings) nodes.push(found(answer));
  else if (answer.stations) nodes.push(filled(answer));
  else if (answer.told) nodes.push(verdict(sentences(answer)[0] ?? ""), ...told(answer, { from: 1 }));
  if (answer.queues && job.question.command === "view") nodes.push(el("h2", {}, t("Queues then")), table([t("place"), t("waiting")], answer.queues.map((one) => [one.place.replaceAll("_", " "), number(one.waiting, 0)]), [1]));
  if (!partial) nodes.push(...(await import("./advice.js")).keeping(job, answer), ...await files(job));
  return nodes;
}

// What the command wrote: pages in a frame, the rest to be taken away.
export async function files(job) {
  const found = await api("GET", `/v1/jobs/${job.name}/files`), at = (i) => `/v1/jobs/${job.name}/files/${i}`, nodes = [];
  const page = found.findIndex((file) => file.endsWith(".html"));
  if (page >= 0) nodes.push(el("h2", {}, t(job.question.command === "view" ? "Replay" : "Report")),
    el("p", { class: "row" }, el("a", { href: at(page), target: "_blank", rel: "noopener" }, t("open in a window of its own")), el("a", { href: at(page), download: found[page] }, t("save the page"))),
    el("iframe", { src: at(page), title: t("page of the answer"), sandbox: "allow-scripts" }));
  const others = found.map((file, i) => [file, i]).filter(([, i]) => i !== page);
  if (others.length) nodes.push(el("h2", {}, t("Files")), el("ul", {}, others.map(([file, i]) => el("li", {}, el("a", { href: at(i), download: file }, file)))));
  return nodes;
}

// The answer as programs have it.
export const whole = (job) => el("p", { class: "quiet" }, el("a", { href: `/v1/jobs/${job.name}/answer`, download: `${job.question.command}_${job.name}.json` }, t("the whole answer, for programs (JSON)")));
