// Jobs: how far they are, and what came of them.

import { api, el, faults, number, say, t, table } from "../parts/page.js";

const GOING = ["waiting", "running"];
export const OVER = ["done", "refused", "failed", "stopped", "cut off"];
const line = (job) => ["twin", job.question.command, ...job.question.words, ...job.question.options.flat()].join(" ");
const when = (seconds) => (seconds ? new Date(seconds * 1000).toLocaleTimeString() : "");

function progress(job) {
  if (!GOING.includes(job.state)) return t(job.state);
  return el("span", {}, el("progress", { max: "1", value: job.share || null, "aria-label": t(job.state) }), ` ${job.said || t(job.state)}`);
}

const stop = (job, then) => el("button", { type: "button", onclick: async () => { await api("DELETE", `/v1/jobs/${job.name}`); say(t("stopped")); then(); } }, t("Stop"));

export async function jobsView() {
  const body = el("div", {});
  let timer = null;
  async function refresh() {
    clearTimeout(timer);
    const jobs = await api("GET", "/v1/jobs");
    body.replaceChildren(jobs.length ? table([t("asked"), t("question"), t("state"), ""], jobs.map((job) => [when(job.asked),
      el("a", { href: `#/job/${job.name}` }, line(job)), progress(job), GOING.includes(job.state) ? stop(job, refresh) : ""]))
      : el("p", {}, t("nothing was asked yet")));
    timer = setTimeout(refresh, jobs.some((job) => GOING.includes(job.state)) ? 1500 : 8000);
  }
  await refresh();
  return { nodes: [el("h1", {}, t("Jobs")), body], leave: () => clearTimeout(timer) };
}

export async function jobView(name) {
  const head = el("div", { "aria-live": "polite" }), body = el("div", {});
  let timer = null, told = false;
  async function refresh() {
    clearTimeout(timer);
    const job = await api("GET", `/v1/jobs/${name}`), goes = GOING.includes(job.state);
    head.replaceChildren(el("p", {}, el("code", {}, line(job))), el("p", {}, progress(job), " ", goes ? stop(job, refresh) : null));
    if (goes) timer = setTimeout(refresh, 1000);
    else if (!told) { told = true; body.replaceChildren(...await outcome(job)); }
  }
  await refresh();
  return { nodes: [el("h1", {}, t("Answer")), head, body], leave: () => clearTimeout(timer) };
}

async function outcome(job) {
  const answer = await api("GET", `/v1/jobs/${job.name}/answer`).catch(() => null);
  if (answer?.faults) return [faults(Object.assign(new Error(""), { faults: answer.faults, message: answer.faults.map((f) => `${f.path} ${f.text}`).join("\n") }))];
  if (!answer) return [el("p", { class: "bad" }, job.said || t("no answer is kept"))];
  const files = await api("GET", `/v1/jobs/${job.name}/files`), nodes = [];
  if (answer.kpis) nodes.push(el("h2", {}, t("Key figures")), kpis(answer.kpis));
  if (answer.why?.length) nodes.push(el("h2", {}, t("Why they wait")), why(answer.why));
  if (answer.ranks) nodes.push(el("h2", {}, t("Which is best")), ranks(answer));
  if (answer.pairs) nodes.push(el("h2", {}, t("Pairs")), pairs(answer.pairs));
  if (answer.queues) nodes.push(el("h2", {}, t("Queues then")), table([t("place"), t("waiting")], answer.queues.map((one) => [one.place, number(one.waiting, 0)]), [1]));
  const page = files.findIndex((file) => file.endsWith(".html"));
  if (page >= 0) nodes.push(el("h2", {}, t(job.question.command === "view" ? "Replay" : "Report")),
    el("p", {}, el("a", { href: `/v1/jobs/${job.name}/files/${page}`, target: "_blank", rel: "noopener" }, t("open in a window of its own"))),
    el("iframe", { src: `/v1/jobs/${job.name}/files/${page}`, title: t("page of the answer"), sandbox: "allow-scripts" }));
  const others = files.map((file, i) => [file, i]).filter(([, i]) => i !== page);
  if (others.length) nodes.push(el("h2", {}, t("Files")), el("ul", {}, others.map(([file, i]) => el("li", {}, el("a", { href: `/v1/jobs/${job.name}/files/${i}` }, file)))));
  nodes.push(el("details", {}, el("summary", {}, t("the whole answer")), el("pre", { class: "scroll", tabindex: "0" }, JSON.stringify(answer, null, 1).slice(0, 200000))));
  return nodes;
}

const SHOWN = ["arrived", "finished", "time_in_port_mean", "time_in_port_p95", "wait_mean", "wait_p95", "queue_mean", "queue_p95", "utilisation"];
const SCALE = { s: [1 / 60, "min"] };

function amount(row, name = "mean") {
  const [factor, unit] = SCALE[row.unit] ?? [1, row.unit === "entities" || row.unit === "1" ? "" : row.unit];
  return row[name] == null ? "–" : `${number(row[name] * factor)} ${unit}`.trim();
}

const between = (row) => (row.low == null ? "" : `${amount(row, "low")} – ${amount(row, "high")}`);

function kpis(rows) {
  const port = rows.filter((row) => ["port", "flow", "class"].includes(row.scope) && SHOWN.includes(row.measure));
  const busiest = rows.filter((row) => row.scope === "station" && row.cls === "all" && row.measure === "wait_mean" && row.mean != null)
    .sort((a, b) => b.mean - a.mean).slice(0, 8);
  return table([t("of"), t("measure"), t("mean"), t("95 % interval")], [...port, ...busiest].slice(0, 60).map((row) => [
    `${row.name.replaceAll("_", " ")}${row.cls === "all" ? "" : ` · ${row.cls.replaceAll("_", " ")}`}`, t(row.measure), amount(row), between(row)]), [2, 3]);
}

function why(rows) {
  const most = rows[0]?.share || 1;
  const bar = (share) => { const made = el("span", { class: "bar" }); made.style.width = `${(10 * share) / most}rem`; return made; };
  return table([t("cause"), t("at"), t("share"), ""], rows.slice(0, 12).map((row) => [t(`cause_${row.cause}`), row.name.replaceAll("_", " "),
    `${number(100 * row.share)} %`, bar(row.share)]), [2]);
}

function ranks(answer) {
  return table([t("scenario"), t("mean"), t("interval"), t("chance to be best"), t("regret")], answer.ranks.map((row) => [row.option,
    amount({ ...row, unit: answer.target.unit }), between({ ...row, unit: answer.target.unit }), `${number(100 * row.chance)} %`,
    amount({ ...row, unit: answer.target.unit }, "regret")]), [1, 2, 3, 4]);
}

function pairs(rows) {
  return table([t("first"), t("second"), t("difference"), t("interval"), t("verdict")], rows.map((row) => [row.first, row.second,
    amount({ ...row, unit: "s" }, "difference"), between({ ...row, unit: "s" }), t(row.verdict)]), [2, 3]);
}
