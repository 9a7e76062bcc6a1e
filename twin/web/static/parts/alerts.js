// Alerts of a live port: what, when, how surely and what would help; who knows of one, and who wants to hear no more of it for a while.

import { api, el, faults, say, state, t, table } from "./page.js";
import { lasting, renew, whole } from "./watching.js";

const QUIET = [1800, 7200, 28800, 86400]; // seconds for which one may be muted here

// Gives {node, log, told}. `attempt` is called with a change that would help; `acted` after somebody did something.
export function alertsPart(name, attempt, acted) {
  const node = el("div"), lines = el("div"), dialog = el("dialog", { "aria-label": t("Alert") });
  const log = el("details", { ontoggle: () => { if (log.open) read(); } }, el("summary", {}, t("what became of alerts")), lines);
  let known = null, words = null;

  function told(seen, said) {
    words = said;
    const alerts = seen.alerts?.answer?.alerts;
    if (!alerts) return;
    const fresh = known && alerts.filter((one) => !known.has(one.name));
    known = new Set(alerts.map((one) => one.name));
    if (fresh?.length) say(t("New alert: {text}", { text: fresh.map((one) => words.sentence(one)).join("; ") }));
    renew(node, alerts.length ? [el("ul", { class: "alerts" }, alerts.map((one) => card(one, seen.state?.answer?.at)))] : [el("p", { class: "good" }, t("No alert stands."))]);
  }

  function card(alert, now) {
    const muted = alert.muted_until != null && alert.muted_until > (now ?? 0), mark = alert.acknowledged;
    return el("li", { class: `notice ${alert.kind === "unsure" || mark ? "" : "bad"}`, "data-key": alert.name },
      el("b", {}, words.sentence(alert)), el("span", { class: "quiet" }, ` ${t("since {when}", { when: words.clock(alert.raised) })}`),
      alert.helps.length ? el("ul", {}, alert.helps.map((one) => el("li", { "data-key": one.change }, `${t("would help:")} `, el("b", { title: one.change }, words.change(one.change)), `, ${words.help(one, alert.measure)} `,
        el("button", { type: "button", onclick: () => attempt(one.change) }, t("See it"))))) : null,
      mark ? el("p", {}, t("{who} knows of it since {when}", { who: mark.by, when: words.clock(mark.at) }), mark.words ? `: ${mark.words}` : "") : null,
      muted ? el("p", { class: "quiet" }, t("nobody is told of it until {when}", { when: words.clock(alert.muted_until) })) : null,
      state.role === "view" ? null : el("p", {}, el("button", { type: "button", "aria-label": `${t("Say that you know, or mute")}: ${words.sentence(alert)}`, onclick: () => open(alert) }, t("Say that you know, or mute"))));
  }

  function open(alert) {
    const by = el("input", { name: "by", required: true, maxlength: "100", value: localStorage.getItem("by") ?? "", autocomplete: "name" });
    const text = el("input", { name: "words", maxlength: "1000" }), quiet = el("select", { name: "seconds" }, QUIET.map((seconds) => el("option", { value: seconds }, lasting(seconds)))), answer = el("div", { "aria-live": "polite" });
    const act = async (what, body) => {
      if (!by.reportValidity()) return;
      localStorage.setItem("by", by.value);
      try {
        await api("POST", `/v1/live/${name}/alerts/${what}`, { alert: alert.name, by: by.value, ...body });
        dialog.close();
        acted();
      } catch (error) { answer.replaceChildren(faults(error)); }
    };
    const field = (label, control) => el("label", {}, el("span", {}, t(label)), control);
    dialog.replaceChildren(el("form", { onsubmit: (event) => { event.preventDefault(); act("acknowledge", { words: text.value }); } },
      el("p", {}, el("b", {}, words.sentence(alert))), field("your name", by), field("what is done about it", text),
      el("p", {}, el("button", { class: "main", type: "submit" }, t("I know of it"))),
      field("or be told nothing of it for", quiet), el("p", { class: "row" }, el("button", { type: "button", onclick: () => act("mute", { seconds: Number(quiet.value) }) }, t("Mute")),
        el("button", { type: "button", onclick: () => dialog.close() }, t("Back"))), answer));
    dialog.showModal();
  }

  async function read() {
    try {
      const { answer } = await api("GET", `/v1/live/${name}/log`);
      const about = (line) => (line.alert ? words.sentence({ name: line.name, ...line.alert }) : `${line.by}${line.words ? `: ${line.words}` : ""}`);
      lines.replaceChildren(answer.log.length ? table([t("when"), t("what"), t("about")], [...answer.log].reverse().map((line) => [words.clock(line.at), t(`alert_${line.what}`), about(line)]))
        : el("p", {}, t("There was none yet.")));
    } catch (error) { lines.replaceChildren(faults(error)); }
  }

  return { node: el("div", {}, node, dialog), log, told, count: () => whole(known?.size) };
}
