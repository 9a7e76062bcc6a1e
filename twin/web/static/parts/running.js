// A long question from the asking to its answer, on the view that asked: how far it is, how long it may take yet,
// what it comes to so far; and where it is found again by who was away.

import { partial } from "./sofar.js";
import { Refused, api, el, faults, number, say, state, t } from "./page.js";

export const GOING = ["waiting", "running"];
const STEP = 0.15; // of the whole that has to be new before what there is so far is asked for
const SOON = 0.03; // of the whole, for the first look
const EVERY = 1000; // ms between two looks
const grown = (job, far) => job.share >= (far ? far + STEP : SOON);
// By command, whether there may be more to tell than at the last look.
const TELLING = { run: grown, compare: (job, far) => grown(job, far) || Math.floor(job.share * partsOf(job)) > Math.floor(far * partsOf(job)), capacity: () => true };
const partsOf = (job) => job.question.words.filter((word) => !word.includes("=") && !word.startsWith("~")).length || 1;

export const remembered = (command) => localStorage.getItem(`job.${command}`) ?? "";

// Asks; gives the job, which is remembered as the last of its kind.
export async function put(question) {
  const job = await api("POST", "/v1/jobs", { lang: state.lang, ...question });
  localStorage.setItem(`job.${job.question.command}`, job.name);
  return job;
}

// The same question once more: what has ended of it is kept, so it goes on from there.
export async function again(job) {
  const { command, words, options, records } = job.question, upload = /upload\.([0-9a-f]{12})\./.exec(job.question.upload)?.[1] ?? "";
  return put({ command, words, options, upload, records });
}

export const answerOf = (job) => api("GET", `/v1/jobs/${job.name}/answer`);

function left(job) {
  const gone = Date.now() / 1000 - job.began, rest = job.share > 0.03 ? (gone / job.share) * (1 - job.share) : null;
  if (rest == null || gone < 3) return "";
  return rest < 90 ? t("about {n} s to go", { n: number(rest, 0) }) : t("about {n} min to go", { n: number(rest / 60, 0) });
}

export function progress(job) {
  if (!GOING.includes(job.state)) return el("span", { class: "state" }, t(job.state === "refused" ? "refused, see why" : job.state));
  return el("span", { class: "wait" }, el("progress", { max: "1", value: job.share || null, "aria-label": t(job.state) }),
    el("span", {}, [t(job.state), job.share ? `${number(100 * job.share, 0)} %` : "", job.said, left(job)].filter(Boolean).join(" · ")));
}

export const stopButton = (job, then) => el("button", { type: "button", onclick: async () => { await api("DELETE", `/v1/jobs/${job.name}`); say(t("stopped")); then?.(); } }, t("Stop"));

// A quick question that takes too long for one; the way out is a job.
export function wayOut(error, question) {
  if (!(error instanceof Refused) || error.status !== 503 || !["run", "admin"].includes(state.role)) return faults(error);
  const anew = async (event) => {
    event.target.disabled = true;
    try { location.hash = `#/job/${(await put(question)).name}`; } catch (other) { event.target.after(faults(other)); }
  };
  return el("div", {}, faults(error), el("button", { type: "button", onclick: anew }, t("Answer it as a job")));
}

// Follows a job until it is over, and shows it in `node`. `show(job, answer, partial)` gives nodes of an answer;
// `moved(job)` is told of a job that was asked instead. Gives the function that ends the following.
export function follow(name, node, show, moved = () => {}) {
  const head = el("div", { "aria-live": "polite" }), body = el("div", {});
  let timer = null, over = false, isAnswered = false, far = 0;
  node.replaceChildren(head, body);

  async function anew(job) {
    try {
      const next = await again(job);
      name = next.name;
      far = 0;
      isAnswered = false;
      moved(next);
      await look();
    } catch (error) { head.append(faults(error)); }
  }

  // What there is so far: of a run as the replications grow, of several scenarios as each is done, of a search at each look.
  async function soFar(job) {
    if (!TELLING[job.question.command]?.(job, far)) return;
    far = Math.max(job.share, SOON);
    const found = await api("GET", `/v1/jobs/${job.name}/so-far`);
    if (!found || over || isAnswered) return;
    const nodes = found.kind === job.question.command && found.kind === "run" ? await show(job, found.answer, true) : await partial(job, found);
    if (!over && !isAnswered) body.replaceChildren(...nodes);
  }

  async function look() {
    let job = null;
    try {
      job = await api("GET", `/v1/jobs/${name}`);
    } catch (error) {
      if (over) return;
      if (error instanceof Refused && error.status === 404) { head.replaceChildren(faults(error)); return; }
      head.replaceChildren(el("p", { class: "notice" }, t("the server does not answer; it is asked again")));
      timer = setTimeout(look, 3 * EVERY);
      return;
    }
    if (over) return;
    if (GOING.includes(job.state)) {
      head.replaceChildren(el("p", {}, progress(job)), el("p", { class: "row" }, stopButton(job, look),
        el("span", { class: "quiet" }, t("You may close this page; the answer is kept under Jobs."))));
      timer = setTimeout(look, EVERY);
      await soFar(job).catch(() => {}); // what there is so far is no answer: without it the bar is shown alone
      return;
    }
    await ended(job);
  }

  async function ended(job) {
    isAnswered = true; // what is still under way about how far it was comes too late
    head.replaceChildren();
    const answer = await answerOf(job).catch(() => null);
    if (over) return;
    if (job.state === "done" && answer) body.replaceChildren(...await show(job, answer, false));
    else if (answer?.faults) head.replaceChildren(faults(new Refused(422, answer.faults)));
    else head.replaceChildren(el("p", { class: "notice bad" }, [t(job.state), job.said].filter(Boolean).join(": ")),
      el("button", { type: "button", class: "main", onclick: () => anew(job) }, t("Ask the same again")), el("span", { class: "quiet" }, ` ${t("what has ended is kept, so it goes on from there")}`));
  }

  look();
  return () => { over = true; clearTimeout(timer); };
}
