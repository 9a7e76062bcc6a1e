// Jobs: what was asked, how far it is, and what came of it.

import { PAGES, outcome, whole } from "../parts/outcome.js";
import { api, ask, el, faults, state, t, table } from "../parts/page.js";
import { GOING, again, follow, progress, stopButton } from "../parts/running.js";

export const OVER = ["done", "refused", "failed", "stopped", "cut off"];
const COMMANDS = { run: "Run", why: "Why they wait", compare: "Compare", capacity: "Capacity", view: "Replay", report: "Report", playbook: "Playbook", roster: "Rosters", sensitivity: "Sensitivity", robust: "Several peaks", procure: "Procurement", verify: "Verify", capsule: "Capsule", synth: "Made-up log",
  import: "Read and clean", quality: "quality", calibrate: "Calibrate", validate: "Validate" };
export const line = (job) => ["twin", job.question.command, ...job.question.words, ...job.question.options.flat()].filter(Boolean).map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(" ");
const when = (seconds) => (seconds ? new Date(seconds * 1000).toLocaleString(state.lang === "zh" ? "zh-CN" : "en-GB", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }) : "");
const addressOf = (job) => (PAGES[job.question.command] ? `${PAGES[job.question.command]}?job=${job.name}` : `#/job/${job.name}`);

export async function jobsView() {
  const body = el("div", {});
  let timer = null;
  const anew = (job) => el("button", { type: "button", onclick: async () => { try { location.hash = addressOf(await again(job)); } catch (error) { body.prepend(faults(error)); } } }, t("Ask the same again"));
  async function refresh() {
    clearTimeout(timer);
    const jobs = await api("GET", "/v1/jobs");
    body.replaceChildren(jobs.length ? table([t("asked"), t("question"), t("state"), ""], jobs.map((job) => [when(job.asked),
      el("span", {}, el("a", { href: addressOf(job) }, t(COMMANDS[job.question.command] ?? job.question.command)), el("span", { class: "quiet words" }, ` ${[job.question.records, ...job.question.words].join(" ")}`)),
      progress(job), GOING.includes(job.state) ? stopButton(job, refresh) : job.state === "done" ? "" : anew(job)]))
      : el("p", {}, t("nothing was asked yet"), " ", el("a", { href: "#/ask" }, t("Ask a port")), " · ", el("a", { href: "#/compare" }, t("Compare"))));
    timer = setTimeout(refresh, jobs.some((job) => GOING.includes(job.state)) ? 1500 : 8000);
  }
  await refresh();
  return { nodes: [el("h1", {}, t("Jobs")), body], leave: () => clearTimeout(timer) };
}

export async function jobView(name) {
  const job = await api("GET", `/v1/jobs/${name}`), lists = await ask("list", []), body = el("div", {});
  const leave = follow(name, body, async (found, answer, partial) => [...await outcome(found, answer, lists, partial), ...(partial ? [] : [whole(found)])], (next) => { location.hash = `#/job/${next.name}`; });
  return { nodes: [el("h1", {}, t(COMMANDS[job.question.command] ?? "Answer")), el("details", {}, el("summary", {}, t("What was asked")), el("p", {}, el("code", { class: "words" }, line(job)))), body], leave };
}
