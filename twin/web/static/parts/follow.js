// A long question that is asked in the middle of a view: how far it is, and its answer when it is over.

import { Refused, api, el, state, t } from "./page.js";

const GOING = ["waiting", "running"];
const later = (ms) => new Promise((done) => { setTimeout(done, ms); });

// Shows progress in `node`, gives {job, answer} at the end; throws Refused with the faults where it was refused.
// `here` is an object whose `left` a view sets when it is left: then nothing more is asked, and null is given.
export async function follow(asked, node, here) {
  let job = await api("POST", "/v1/jobs", { lang: state.lang, ...asked });
  const stop = el("button", { type: "button", onclick: () => api("DELETE", `/v1/jobs/${job.name}`) }, t("Stop"));
  const bar = el("progress", { max: "1", "aria-label": t("running") }), said = el("span", {});
  node.replaceChildren(el("p", { role: "status" }, bar, " ", said, " ", stop, " ", el("a", { href: `#/job/${job.name}` }, t("job"))));
  while (GOING.includes(job.state)) {
    if (job.share) bar.value = job.share;
    said.textContent = job.said || t(job.state);
    await later(600);
    if (here.left) return null;
    job = await api("GET", `/v1/jobs/${job.name}`);
  }
  const answer = await api("GET", `/v1/jobs/${job.name}/answer`).catch(() => null);
  node.replaceChildren();
  if (answer?.faults) throw new Refused(422, answer.faults);
  if (job.state !== "done") throw new Refused(500, [{ path: "", value: "", text: `${t(job.state)}: ${job.said}` }]);
  return { job, answer };
}

// Links to what a job wrote: pages open, the rest is taken away.
export async function filesOf(job) {
  const files = await api("GET", `/v1/jobs/${job.name}/files`);
  return el("ul", {}, files.map((file, i) => el("li", {}, el("a", { href: `/v1/jobs/${job.name}/files/${i}`,
    ...(file.endsWith(".html") ? { target: "_blank", rel: "noopener" } : {}) }, file))));
}
