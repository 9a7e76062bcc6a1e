// A long question from the asking to its answer, on the view that asked: how far it is, how long it may take yet,
// what it comes to so far; and where it is found again by who was away.

import { Refused, api, el, faults, number, say, state, t } from "./page.js";

export const GOING = ["waiting", "running"];
const STEP = 0.15; // of the whole that has to be new before what there is so far is asked for
const SOON = 0.03; // of the whole, for the first look
const EVERY = 1000; // ms between two looks

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
  if (!GOING.includes(job.state)) return el("span", { class: "state" }, t(job.state));
  return el("span", { class: "wait" }, el("progress", { max: "1", value: job.share || null, "aria-label": t(job.state) }),
    el("span", {}, [t(job.state), job.share ? `${number(100 * job.share, 0)} %` : "", job.said, left(job)].filter(Boolean).join(" · ")));
}

export const stopButton = (job, then) => el("button", { type: "button", onclick: async () => { await api("DELETE", `/v1/jobs/${job.name}`); say(t("stopped")); then?.(); } }, t("Stop"));

// Follows a job until it is over, and shows it in `node`. `show(job, answer, partial)` gives nodes of an answer;
// `moved(job)` is told of a job that was asked instead. Gives the function that ends the following.
export function follow(name, node, show, moved = () => {}) {
  const head = el("div", { "aria-live": "polite" }), body = el("div", {});
  let timer = null, over = false, far = 0;
  node.replaceChildren(head, body);

  async function anew(job) {
    try {
      const next = await again(job);
      name = next.name;
      far = 0;
      moved(next);
      await look();
    } catch (error) { head.append(faults(error)); }
  }

  async function soFar(job) {
    if (job.question.command !== "run" || job.share < (far ? far + STEP : SOON)) return;
    far = job.share;
    const answer = await api("GET", `/v1/jobs/${job.name}/so-far`);
    if (answer && !over) body.replaceChildren(...await show(job, answer, true));
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
