// A live port: how it stands in words, what comes, what is wrong and what would help, and how far all of it can be believed.

import { alertsPart } from "../parts/alerts.js";
import { fan } from "../parts/fan.js";
import { api, el, faults, number, say, state, t, table } from "../parts/page.js";
import { badges, standingMap } from "../parts/standing.js";
import { BANDS, UNHEARD, Words, ahead, before, broken, lasting, list, nearest, percent, ranged, renew, titleOf, told, trouble, watch, whole } from "../parts/watching.js";

const ASKED = { about: 60, state: 2, alerts: 2, forecast: 5, history: 10 }; // seconds between two looks
const TIMES = [1800, 3600, 7200]; // ahead, that are told in numbers

export async function liveView(name) {
  const ports = await list();
  if (!ports.length) return [el("h1", {}, t("Live")), ...none()];
  const here = name ?? ports[0].name;
  if (!ports.some((one) => one.name === here)) return [el("h1", {}, t("Live")), el("p", {}, t("No live port of that name is watched here.")), links(ports, "")];
  return new Live(here, ports).handle();
}

// How one comes by a live port.
export function none() {
  return [el("p", {}, t("No live port is watched here. A port goes live where its devices send what they see; this page then shows it:")),
    el("ol", {}, el("li", {}, t("start the live port:"), " ", el("code", {}, "twin live --store port.db --feed mqtt://HOST/TOPIC/#")),
      el("li", {}, t("show it on this page:"), " ", el("code", {}, "twin serve --live ganqimaodu=http://127.0.0.1:8100")),
      el("li", {}, t("or see a recorded day of a small port, all at once:"), " ", el("code", {}, "twin demo")))];
}

export const links = (ports, here, to = "live") => el("nav", { class: "row", "aria-label": t("Live ports") }, ports.map((one) => el("a",
  { href: `#/${to}/${one.name}`, "aria-current": one.name === here ? "page" : null }, titleOf(ports, one.name), one.away ? ` (${t("away")})` : "")));

class Live {
  constructor(name, ports) {
    Object.assign(this, { name, ports, words: new Words(null), seen: {}, asked: null, measure: "number", place: "" });
    this.title = el("h1", {}, t("Live: {port}", { port: titleOf(ports, name) }));
    this.notice = el("div");
    this.lead = el("div", { class: "lead" }); this.stations = el("div", { class: "lively" }); this.devices = el("div", { class: "lively" }); this.numbers = el("div"); this.ground = el("div");
    this.alerts = alertsPart(name, (change) => this.ask(change), () => this.watched.now("alerts"));
    this.chart = fan(280);
    this.watched = watch(name, ASKED, (seen) => this.told(seen));
    this.ports.labelled.then(() => { this.title.textContent = t("Live: {port}", { port: titleOf(ports, name) }); return this.mapped(); });
  }

  handle() {
    return { leave: () => this.watched.stop(), nodes: [this.title, this.ports.length > 1 ? links(this.ports, this.name) : null, this.notice, this.lead,
      el("h2", {}, t("Alerts")), this.alerts.node, el("h2", {}, t("The next hours")), this.choices(), this.chart.node, this.numbers, this.question(),
      el("h2", {}, t("Stations now")), this.stations, this.ground, el("h2", {}, t("Devices")), this.devices, this.alerts.log, this.inside()].filter(Boolean) };
  }

  async mapped() {
    if (!this.ports.layouts.has(this.name)) return;
    const ground = await api("GET", `/v1/ports/${this.name}/ground`).catch(() => null);
    if (!ground) return;
    this.map = standingMap(ground, titleOf(this.ports, this.name));
    this.ground.replaceChildren(el("h2", {}, t("Where they stand")), this.map.node, el("p", { class: "quiet" }, t("beside each station: how many wait, or that nobody does")));
    this.badges();
  }

  told(seen) {
    this.seen = seen;
    if (seen.about?.answer && seen.about.answer !== this.words.about) { this.words = new Words(seen.about.answer); this.fill(); }
    const said = trouble(seen.state);
    if (this.silent !== undefined && Boolean(said) !== this.silent) say(said || t("The port answers again."));
    this.silent = Boolean(said);
    renew(this.notice, [said, ...broken(seen)].filter(Boolean).map((text) => el("div", { class: "notice bad" }, text)));
    const now = seen.state?.answer;
    if (now) { renew(this.lead, this.headline(now)); renew(this.stations, [this.stationTable(now)]); renew(this.devices, this.deviceTable(now)); this.badges(); }
    this.alerts.told(seen, this.words);
    this.draw();
  }

  headline(now) {
    const w = this.words, longest = [...now.stations].sort((a, b) => (b.queue ?? 0) - (a.queue ?? 0))[0], rows = ahead(this.seen.forecast?.answer, "number", "", now);
    const when = `${w.day(now.at)} ${w.clock(now.at, true)}`;
    if (now.heard == null) return [el("p", { class: "big" }, t(UNHEARD)), el("p", { class: "quiet" }, when)];
    const inside = t("{n} are inside", { n: ranged(now.number.mean, now.number.low, now.number.high) });
    const queue = longest && longest.queue >= 0.5 ? t("the longest queue is at {station}: {n}", { station: w.station(longest.station), n: ranged(longest.queue, longest.queue_low, longest.queue_high) })
      : t("nobody waits anywhere");
    const later = nearest(rows, 3600), next = later ? t("In an hour {n} are expected; nine times in ten it is {low} to {high}.", { n: whole(later.median), low: whole(later.low90), high: whole(later.high90) }) : this.waits();
    const age = Math.max(now.at - now.heard, 0) + (this.seen.state.away ? this.seen.state.away.seconds : 0);
    return [el("p", { class: "big" }, t("{inside}; {queue}.", { inside, queue })), el("p", {}, next),
      el("p", { class: "quiet" }, `${when} · ${t("the last message came {n} ago", { n: lasting(age) })} · ${this.believed(now)}`)];
  }

  waits() {
    const { about, forecast } = this.seen;
    if (about?.answer && !about.answer.forecasts) return t("Nothing is forecast: the live port was started without a layout or a fit.");
    return forecast?.error ? t("The first forecast is being made.") : "";
  }

  believed(now) {
    const lights = now.stations.map((one) => one.light?.colour).filter(Boolean), worst = now.stations.filter((one) => one.light?.colour === "red").map((one) => this.words.station(one.station));
    if (!lights.length) return t("how far forecasts hold is not known yet");
    if (worst.length) return t("forecasts of {stations} are not to be relied on", { stations: worst.join(t(", ")) });
    return lights.every((one) => one === "green") ? t("forecasts hold as often as they say") : t("forecasts have not been judged for long enough everywhere");
  }

  stationTable(now) {
    const down = (one) => one.devices - one.up;
    const light = (one) => (one.light ? [el("span", { class: "held" }, el("i", { class: `light ${one.light.colour}` }), t(`light_${one.light.colour}`)),
      one.light.reasons.length ? el("span", { class: "quiet why" }, ` ${one.light.reasons.map((reason) => t(`light_why_${reason}`)).join(t(", "))}`) : ""] : t("not judged yet"));
    return table([t("station"), t("in queue"), t("served now"), t("lanes open"), t("forecast"), t("devices up"), t("data age"), t("trust")], now.stations.map((one) => [
      this.words.station(one.station), ranged(one.queue, one.queue_low, one.queue_high), whole(one.serving), ranged(one.open, one.open_low, one.open_high), el("span", {}, light(one)),
      el("span", { class: down(one) ? "bad" : "" }, `${one.up}/${one.devices}`), lasting(one.age), percent(one.trust)]), [1, 2, 3, 5, 6, 7]);
  }

  deviceTable(now) {
    const order = { down: 0, silent: 1, up: 2 }, rows = [...now.devices].sort((a, b) => order[a.status] - order[b.status]), wrong = rows.filter((one) => one.status !== "up");
    const shown = (some) => table([t("device"), t("station"), t("state"), t("last message"), t("usually every"), t("clock is off by"), t("messages refused")], some.map((one) => [one.device, this.words.station(one.station),
      el("span", { class: one.status === "up" ? "good" : "bad" }, t(`device_${one.status}`)), one.heard == null ? "—" : t("{n} ago", { n: lasting(Math.max(now.at - one.heard, 0)) }), lasting(one.usual),
      one.offset == null || Math.abs(one.offset) < 1 ? "" : lasting(Math.abs(one.offset)), one.refused ? number(one.refused, 0) : ""]), [4, 5, 6]);
    const said = wrong.length ? t("{n} of {m} devices are silent or down.", { n: wrong.length, m: rows.length }) : t("All {m} devices are heard as usual.", { m: rows.length });
    if (!rows.length) return [el("p", { class: "quiet" }, t(UNHEARD))];
    return [el("p", { class: wrong.length ? "bad" : "" }, said), wrong.length ? shown(wrong) : null, el("details", {}, el("summary", {}, t("all devices")), shown(rows))];
  }

  choices() {
    this.kind = el("select", { name: "measure", onchange: () => { this.measure = this.kind.value; this.place = this.measure === "number" ? "" : this.first(); this.fill(); this.draw(); } });
    this.where = el("select", { name: "place", onchange: () => { this.place = this.where.value; this.draw(); } });
    this.fill();
    return el("div", { class: "row" }, el("label", {}, el("span", {}, t("what")), this.kind), el("label", {}, el("span", {}, t("station")), this.where));
  }

  places() { return [...new Set((this.seen.forecast?.answer?.table ?? []).filter((row) => row.measure === this.measure).map((row) => row.station))]; }
  first() {
    const queue = (name) => this.seen.state?.answer?.stations.find((one) => one.station === name)?.queue ?? 0;
    return this.places().sort((a, b) => queue(b) - queue(a))[0] ?? "";
  }

  fill() {
    const there = new Set((this.seen.forecast?.answer?.table ?? []).map((row) => row.measure)), option = (value, text, chosen) => el("option", { value, selected: value === chosen }, text);
    const kinds = Object.keys(BANDS).filter((one) => there.has(one) || one === "number"), signature = `${state.lang} ${kinds} ${this.measure} ${this.places()} ${this.words.named.size}`;
    if (signature === this.filled) return;
    this.filled = signature;
    this.kind.replaceChildren(...kinds.map((one) => option(one, t(`live_${one}`), this.measure)));
    this.where.replaceChildren(...this.places().map((one) => option(one, this.words.station(one), this.place)));
    this.where.disabled = this.measure === "number";
  }

  draw() {
    this.fill();
    const { forecast, history, state: now } = this.seen, made = forecast?.answer, w = this.words, scale = this.measure === "wait" ? 60 : 1;
    const past = before(history?.answer, this.measure, this.place, now?.answer).map((one) => ({ x: w.date(one.at), y: one.value, low: one.low, high: one.high }));
    if (!made) {
      renew(this.numbers, [el("p", { class: "quiet" }, this.waits() || t("one moment"))]);
      if (now?.answer?.heard != null) this.chart.draw({ label: t(`live_${this.measure}`), past, now: w.date(now.answer.at) });
      return;
    }
    const rows = ahead(made, this.measure, this.place, now?.answer), changed = this.asked?.forecast ? ahead(this.asked.forecast, this.measure, this.place, now?.answer) : [];
    if (made.declined.includes(this.place) && this.place) { this.chart.node.replaceChildren(); renew(this.numbers, [el("p", { class: "notice bad" }, t("Forecasts of this station no longer hold, so none is told; the port is to be fitted anew."))]); return; }
    const points = (some) => some.map((row) => ({ x: w.date(row.at), ...Object.fromEntries(["median", "low90", "low50", "high50", "high90"].map((key) => [key, row[key] == null ? null : row[key] / scale])) }));
    const limit = w.limit(this.measure, this.place), what = `${t(`live_${this.measure}`)}, ${w.station(this.place)}`;
    this.chart.draw({ label: what, past,
      ahead: [{ label: t("as it is"), rows: points(rows) }, ...(changed.length ? [{ label: t("with the change"), rows: points(changed) }] : [])],
      now: w.date(now?.answer?.at ?? made.at), rule: limit ? { y: limit.limit / scale, label: t("an alert is raised from here") } : null, unit: this.measure === "wait" ? t("min") : this.measure === "storage" ? "m" : "" });
    const times = TIMES.filter((time) => time <= made.ahead), tell = (some) => times.map((time) => told(nearest(some, time), this.measure));
    renew(this.numbers, [el("p", { class: "quiet" }, t("Line: the middle future; dark band: half of the futures; light band: nine in ten of them.")),
      table(["", ...times.map((time) => w.clock((now?.answer?.at ?? made.at) + time))], [[t("as it is"), ...tell(rows)], ...(changed.length ? [[t("with the change"), ...tell(changed)]] : [])], times.map((_, i) => i + 1))]);
  }

  question() {
    const first = this.seen.state?.answer?.stations[0]?.station ?? "scanner";
    this.change = el("input", { name: "change", list: "changes", maxlength: "300", autocomplete: "off", placeholder: `open 1 more at ${first} from 16:00 to 18:00` });
    this.examples = el("datalist", { id: "changes" });
    this.reply = el("div", { "aria-live": "polite" });
    const send = (event) => { event.preventDefault(); this.ask(this.change.value.trim()); };
    return el("form", { class: "what-if", onsubmit: send }, this.builder(), el("label", {}, el("span", {}, t("What if, from now on …")), this.change), this.examples,
      el("div", { class: "row" }, el("button", { class: "main", type: "submit" }, t("Show both")), el("button", { type: "button", onclick: () => this.forget() }, t("Only as it is"))), this.reply);
  }

  // Writes the words of a change, for who does not write them.
  builder() {
    const field = (label, control) => el("label", {}, el("span", {}, label), control);
    const verb = el("select", { name: "verb" }, el("option", { value: "open" }, t("open more")), el("option", { value: "close" }, t("close some")));
    const many = el("input", { name: "many", type: "number", min: "1", max: "20", value: "1" }), [from, to] = ["from", "to"].map((name) => el("input", { name, type: "time" }));
    this.which = el("select", { name: "which" }, el("option", { value: "" }, t("choose a station")));
    const write = () => {
      if (!this.which.value) return;
      this.change.value = [verb.value, many.value, verb.value === "open" ? "more at" : "at", this.which.value, from.value && `from ${from.value}`, to.value && `to ${to.value}`].filter(Boolean).join(" ");
    };
    for (const one of [verb, many, this.which, from, to]) one.addEventListener("input", write);
    return el("div", { class: "row builder" }, field(t("what to do"), verb), field(t("number of lanes"), many), field(t("station"), this.which), field(t("from"), from), field(t("to"), to));
  }

  async ask(change) {
    this.change.value = change;
    if (!change) return;
    renew(this.reply, [el("p", { class: "quiet" }, t("one moment"))]);
    try {
      const { answer } = await api("GET", `/v1/live/${this.name}/forecast?what_if=${encodeURIComponent(change)}`);
      this.asked = { change, forecast: answer };
      this.show(change);
      renew(this.reply, [this.difference(answer, change)]);
    } catch (error) { this.forget(); this.change.value = change; renew(this.reply, [faults(error), this.ways()]); }
  }

  // Looks at the station that a change is of, where the page looks at another.
  show(change) {
    const said = change.toLowerCase(), found = (this.seen.state?.answer?.stations ?? []).find((one) => said.includes(one.station.toLowerCase()));
    if (found && this.measure !== "number" && this.place !== found.station) { this.place = found.station; this.filled = ""; }
    this.draw();
  }

  ways() {
    const names = (this.seen.state?.answer?.stations ?? []).map((one) => one.station);
    return el("p", { class: "quiet" }, t("Write for example: {one}, or {other}. Stations are: {names}.", { one: `open 1 more at ${names[0] ?? "scanner"}`,
      other: `close 1 at ${names[1] ?? "scanner"} from 16:00 to 18:00`, names: names.join(t(", ")) }));
  }

  difference(answer, change) {
    const mean = (made) => { const rows = ahead(made, "number", ""); return rows.length ? rows.reduce((sum, row) => sum + (row.mean ?? 0), 0) / rows.length : null; };
    const [as, then] = [mean(this.seen.forecast?.answer), mean(answer)];
    if (as == null || then == null) return el("p", {}, this.words.change(change));
    const by = number(Math.abs(then - as), 1);
    const said = Math.abs(then - as) < 0.05 ? t("It changes nothing that can be seen.") : then < as ? t("On average {n} fewer are inside over these hours.", { n: by }) : t("On average {n} more are inside over these hours.", { n: by });
    return el("p", {}, el("b", {}, `${this.words.change(change)}: ${said}`), " ", el("span", { class: "quiet" }, t("Both are seen under the same luck.")));
  }

  forget() { this.asked = null; this.change.value = ""; renew(this.reply, []); this.draw(); }

  badges() {
    const now = this.seen.state?.answer;
    if (now && this.which.options.length !== now.stations.length + 1) this.which.replaceChildren(this.which.options[0], ...now.stations.map((one) => el("option", { value: one.station }, this.words.station(one.station))));
    if (now) this.examples.replaceChildren(...now.stations.flatMap((one) => [`open 1 more at ${one.station}`, `close 1 at ${one.station}`]).map((value) => el("option", { value })));
    if (this.map && now) badges(this.map, now, this.words);
  }

  inside() {
    if (state.role === "view") return null;
    const body = el("div"), kept = el("details", { ontoggle: () => { if (kept.open) fetched(); } }, el("summary", {}, t("who is inside")), body);
    const fetched = async () => {
      try {
        const { answer } = await api("GET", `/v1/live/${this.name}/inside`);
        body.replaceChildren(el("p", { class: "quiet" }, t("at {when}", { when: this.words.clock(answer.at, true) })), table([t("name"), t("kind"), t("station"), t("does"), t("since"), t("how likely")],
          answer.inside.slice(0, 300).map((one) => [one.case, one.cls.replaceAll("_", " "), this.words.station(one.station), t(`doing_${one.doing}`), this.words.clock(one.since), percent(one.likely)]), [4, 5]));
      } catch (error) { body.replaceChildren(faults(error)); }
    };
    return kept;
  }
}

