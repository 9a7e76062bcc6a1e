// Jobs: what was asked, how far it is, what came of it, and what it takes of the disk.

import { PAGES, outcome, whole } from "../parts/outcome.js";
import { api, ask, el, faults, number, say, state, t, table } from "../parts/page.js";
import { GOING, again, follow, progress, stopButton } from "../parts/running.js";

export const OVER = ["done", "refused", "failed", "stopped", "cut off"];
const COMMANDS = { run: "Run", why: "Why they wait", compare: "Compare", capacity: "Capacity", view: "Replay", report: "Report", playbook: "Playbook", roster: "Rosters", sensitivity: "Sensitivity", robust: "Several peaks", procure: "Procurement", verify: "Verify", capsule: "Capsule", synth: "Made-up log",
  import: "Read and clean", quality: "quality", calibrate: "Calibrate", validate: "Validate", check: "Check", preview: "Demand against capacity" };
export const line = (job) => ["twin", job.question.command, ...job.question.words, ...job.question.options.flat()].filter(Boolean).map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(" ");
const when = (seconds) => (seconds ? new Date(seconds * 1000).toLocaleString(state.lang === "zh" ? "zh-CN" : "en-GB", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }) : "");
const addressOf = (job) => (PAGES[job.question.command] ? `${PAGES[job.question.command]}?job=${job.name}` : `#/job/${job.name}`);
const size = (bytes) => (bytes < 1e6 ? `${number(bytes / 1e3, 0)} kB` : bytes < 1e9 ? `${number(bytes / 1e6)} MB` : `${number(bytes / 1e9)} GB`);
const called = (job) => t(COMMANDS[job.question.command] ?? job.question.command);
const FAST = 1500, SLOW = 8000; // ms until jobs are looked at again, while some go on and while none does

export async function jobsView() {
  const room = el("div", {}), wrong = el("div", { "aria-live": "polite" }), body = el("div", {}), me = await api("GET", "/v1/me");
  let timer = null, states = "";
  const mine = (job) => me.role === "admin" || (me.role === "run" && job.owner !== "" && job.owner === me.mark);
  const button = (text, run, more = {}) => el("button", { type: "button", ...more, onclick: async () => { try { wrong.replaceChildren(); await run(); } catch (error) { wrong.replaceChildren(faults(error)); } } }, text);
  const anew = (job) => button(t("Ask the same again"), async () => { location.hash = addressOf(await again(job)); });

  async function remove(jobs) {
    const text = jobs.length === 1 ? t("Delete this answer and its files? {what}", { what: called(jobs[0]) }) : t("Delete {n} answers and their files?", { n: jobs.length });
    if (!confirm(text)) return;
    for (const job of jobs) await api("DELETE", `/v1/jobs/${job.name}/files`);
    say(t(jobs.length === 1 ? "deleted" : "all of them are deleted"));
    states = "";
    await refresh();
  }

  // What is taken and free, and the old ones, which may be cleared at once.
  function drawRoom(disk, jobs) {
    const all = Object.values(disk.jobs).reduce((sum, one) => sum + one, 0), old = jobs.filter((job) => disk.old.includes(job.name) && mine(job));
    room.replaceChildren(el("p", { class: "quiet" }, t("Answers take {jobs}, all results together {outputs}; {free} are free.", { jobs: size(all), outputs: size(disk.outputs), free: size(disk.free) })),
      ...(old.length ? [el("p", { class: "notice row" }, t("{n} answers are older than {days} days.", { n: old.length, days: disk.days }), button(t("Clear the old ones"), () => remove(old)))] : []));
  }

  async function refresh() {
    clearTimeout(timer);
    const jobs = await api("GET", "/v1/jobs"), now = jobs.map((job) => `${job.name} ${job.state}`).join();
    if (now !== states || !jobs.length) { states = now; refresh.disk = await api("GET", "/v1/disk"); drawRoom(refresh.disk, jobs); }
    const about = (job) => [job.question.records, ...job.question.words].join(" "), sizes = refresh.disk.jobs;
    body.replaceChildren(jobs.length ? table([t("asked"), t("question"), t("state"), t("on the disk"), ""], jobs.map((job) => [when(job.asked),
      el("span", {}, el("a", { href: addressOf(job) }, called(job)), el("span", { class: "quiet words" }, ` ${about(job)}`)), progress(job), sizes[job.name] == null ? "" : size(sizes[job.name]),
      el("span", { class: "row tools" }, GOING.includes(job.state) ? stopButton(job, refresh) : job.state === "done" ? null : anew(job),
        !GOING.includes(job.state) && mine(job) ? button(t("Delete"), () => remove([job]), { "aria-label": `${t("Delete")}: ${called(job)} ${about(job)}` }) : null)]), [3])
      : el("p", {}, t("nothing was asked yet"), " ", el("a", { href: "#/ask" }, t("Ask a port")), " · ", el("a", { href: "#/compare" }, t("Compare"))));
    timer = setTimeout(refresh, jobs.some((job) => GOING.includes(job.state)) ? FAST : SLOW);
  }
  await refresh();
  return { nodes: [el("h1", {}, t("Jobs")), room, wrong, body], leave: () => clearTimeout(timer) };
}

export async function jobView(name) {
  const job = await api("GET", `/v1/jobs/${name}`), lists = await ask("list", []), body = el("div", {});
  const leave = follow(name, body, async (found, answer, partial) => [...await outcome(found, answer, lists, partial), ...(partial ? [] : [whole(found)])], (next) => { location.hash = `#/job/${next.name}`; });
  return { nodes: [el("h1", {}, t(COMMANDS[job.question.command] ?? "Answer")), el("details", {}, el("summary", {}, t("What was asked")), el("p", {}, el("code", { class: "words" }, line(job)))), body], leave };
}
