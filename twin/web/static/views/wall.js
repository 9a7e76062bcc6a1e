// One screen with many charts, for a room in which a port is watched: how it stands, what comes, what is wrong. Without a live port it
// shows what the last questions to a port answered.

import { bars } from "../parts/charts.js";
import { fan, hours } from "../parts/fan.js";
import { drawMap } from "../parts/map.js";
import { api, el, number, t, table } from "../parts/page.js";
import { badges, groundOf, standingMap } from "../parts/standing.js";
import { UNHEARD, Words, ahead, before, broken, lasting, list, nearest, percent, ranged, renew, titleOf, told, trouble, watch, whole } from "../parts/watching.js";
import { links, none } from "./live.js";

const ASKED = { about: 60, state: 1, alerts: 2, forecast: 5, history: 5, log: 10 }; // seconds between two looks
const QUEUES = 6; // small charts
const MAP = 0.27, LOWEST = 160; // of the height of the screen; pixels
const SHOWN = ["arrived", "finished", "time_in_port_mean", "time_in_port_p95", "wait_mean", "queue_p95"];

export async function wallView(name) {
  const ports = await list(), here = name ?? ports[0]?.name;
  if (ports.some((one) => one.name === here)) return new Wall(here, ports).handle();
  return answers(name, ports);
}

const tile = (title, area, ...children) => el("section", { class: `tile ${area}`, "aria-label": title }, el("h2", {}, title), children);

// The frame of a wall: dark unless somebody wants it light, as large as the screen where somebody asks for that.
function frame(title, head, body, className) {
  const screen = el("div", { class: `wall-screen ${className}`, "data-light": localStorage.getItem("wall") ?? "dark" });
  const light = () => { const other = screen.dataset.light === "dark" ? "light" : "dark"; screen.dataset.light = other; localStorage.setItem("wall", other); };
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : screen.requestFullscreen());
  screen.append(el("header", { class: "wall-head" }, title, head, el("div", { class: "row tools" }, el("a", { href: "#/live" }, t("Back to the page")),
    el("button", { type: "button", onclick: light }, t("Light or dark")), document.fullscreenEnabled ? el("button", { type: "button", onclick: full }, t("Full screen")) : null)), ...body);
  document.body.classList.add("at-wall");
  return screen;
}

class Wall {
  constructor(name, ports) {
    Object.assign(this, { name, ports, words: new Words(null), small: new Map() });
    for (const part of ["clock", "figures", "alerts", "stations", "queues", "notice", "use"]) this[part] = el("div", { class: `wall-${part}` });
    this.inside = fan(0); this.today = hours(0);
    this.watched = watch(name, ASKED, (seen) => this.told(seen));
  }

  handle() {
    const title = el("h1", {}, titleOf(this.ports, this.name));
    this.ports.labelled.then(() => { title.textContent = titleOf(this.ports, this.name); });
    this.screen = frame(title, [this.clock, this.ports.length > 1 ? links(this.ports, this.name, "wall") : null], [this.notice, this.figures,
      tile(t("In the port: the last hours and the next"), "inside", this.inside.node), tile(t("Alerts"), "warnings", this.alerts), tile(t("Stations now"), "stations", this.stations),
      tile(t("Queues: the last hours and the next"), "queues", this.queues), tile(t("Came and left today, by the hour"), "today", this.today.node, el("p", { class: "wall-legend" }, el("i", { class: "swatch came" }), `${t("came")} `, el("i", { class: "swatch left" }), t("left"))),
      tile(t("How busy the open lanes are"), "busy", this.use)], "live");
    this.mapped();
    return { nodes: [this.screen], leave: () => { this.watched.stop(); document.body.classList.remove("at-wall"); } };
  }

  // The map, where the port has places to stand on.
  async mapped() {
    await this.ports.labelled;
    const ground = this.ports.layouts.has(this.name) && await groundOf(this.name);
    if (!ground) return;
    this.map = standingMap(ground, titleOf(this.ports, this.name), Math.max(MAP * innerHeight, LOWEST));
    this.screen.append(tile(t("Where they stand"), "standing", this.map.node));
    this.screen.classList.add("mapped");
    if (this.now) badges(this.map, this.now, this.words);
  }

  told(seen) {
    if (seen.about?.answer) this.words = new Words(seen.about.answer);
    const said = trouble(seen.state), now = seen.state?.answer;
    renew(this.notice, [said, ...broken(seen)].filter(Boolean).map((text) => el("p", { class: "notice bad" }, text)));
    if (!now) return;
    const w = this.words, age = now.heard == null ? null : Math.max(now.at - now.heard, 0) + (seen.state.away?.seconds ?? 0);
    renew(this.clock, [el("b", {}, w.clock(now.at, true)), el("span", {}, w.day(now.at)), el("span", { class: age > 300 ? "bad" : "" }, age == null ? t(UNHEARD) : t("the last message came {n} ago", { n: lasting(age) }))]);
    renew(this.figures, this.numbers(seen, now));
    renew(this.alerts, this.warnings(seen));
    renew(this.stations, [this.stationTable(seen, now)]);
    renew(this.use, this.busy(now));
    this.now = now;
    if (this.map) badges(this.map, now, this.words);
    this.charts(seen, now);
  }

  numbers(seen, now) {
    const w = this.words, made = seen.forecast?.answer, today = seen.history?.answer?.today, sum = (many) => many.reduce((all, one) => all + one, 0);
    const longest = [...now.stations].sort((a, b) => (b.queue ?? 0) - (a.queue ?? 0))[0], later = nearest(ahead(made, "number", "", now), 3600);
    const waits = (made?.table ?? []).filter((row) => row.measure === "wait" && row.median != null).sort((a, b) => b.median - a.median)[0];
    const figure = (title, value, more) => el("section", { class: "tile figure", "aria-label": title }, el("h2", {}, title), el("p", { class: value.length > 12 ? "huge long" : "huge" }, value), el("p", { class: "quiet" }, more));
    return [figure(t("Inside now"), now.heard == null ? "—" : ranged(now.number.mean, now.number.low, now.number.high), later ? t("in an hour: {n}", { n: told(later, "number") }) : t("nothing is forecast yet")),
      figure(t("Longest queue"), longest ? ranged(longest.queue, longest.queue_low, longest.queue_high) : "—", longest ? w.station(longest.station) : ""),
      figure(t("Longest wait ahead"), waits ? told({ ...waits, low90: waits.median, high90: waits.median }, "wait") : "—", waits ? t("{station}, at {when}; {low} to {high} min nine times in ten", { station: w.station(waits.station),
        when: w.clock(made.at + waits.time), low: whole(waits.low90 / 60), high: whole(waits.high90 / 60) }) : t("nothing is forecast yet")),
      figure(t("Came today"), today ? number(sum(today.came), 0) : "—", today ? t("in the last full hour: {n}", { n: today.came.at(-2) ?? 0 }) : ""),
      figure(t("Left today"), today ? number(sum(today.left), 0) : "—", today ? t("in the last full hour: {n}", { n: today.left.at(-2) ?? 0 }) : ""),
      figure(t("Forecasts"), this.held(now), t("stations whose forecasts hold, of those judged"))];
  }

  held(now) {
    const lights = now.stations.map((one) => one.light?.colour).filter(Boolean);
    return now.stations.some((one) => one.light && !one.light.reasons.includes("few")) ? `${lights.filter((one) => one === "green").length}/${lights.length}` : t("not judged yet");
  }

  warnings(seen) {
    const alerts = seen.alerts?.answer?.alerts ?? [];
    if (!alerts.length) return [el("p", { class: "good" }, t("No alert stands.")), this.lately(seen)];
    return [el("ul", { class: "alerts" }, alerts.slice(0, 6).map((one) => el("li", { class: `notice ${one.acknowledged ? "" : "bad"}`, "data-key": one.name }, el("b", {}, this.words.sentence(one)),
      el("br"), el("span", { class: "quiet" }, one.helps[0] ? `${t("would help:")} ${this.words.change(one.helps[0].change)}, ${this.words.help(one.helps[0], one.measure)}` : t("since {when}", { when: this.words.clock(one.raised) })))),
    alerts.length > 6 ? el("li", { class: "quiet" }, t("and {n} more", { n: alerts.length - 6 })) : null), this.lately(seen)];
  }

  // The last lines of what became of alerts.
  lately(seen) {
    const lines = (seen.log?.answer?.log ?? []).filter((one) => one.what !== "helped").slice(-6).reverse();
    return lines.length ? [el("h2", {}, t("Lately")), el("ul", { class: "log" }, lines.map((one) => el("li", {}, `${this.words.clock(one.at)} ${t(`alert_${one.what}`)}: `,
      one.alert ? this.words.subject(one.alert) : `${this.words.subject({ kind: "", station: one.name, measure: "" })} (${one.by})`)))] : null;
  }

  stationTable(seen, now) {
    const rows = [...now.stations].sort((a, b) => (b.queue ?? 0) - (a.queue ?? 0)).slice(0, 9), made = seen.forecast?.answer;
    return table([t("station"), t("in queue"), t("in an hour"), t("lanes open"), t("forecast")], rows.map((one) => [this.words.station(one.station), ranged(one.queue, one.queue_low, one.queue_high),
      told(nearest(ahead(made, "queue", one.station, now), 3600), "queue"), whole(one.open), el("span", { class: "held" }, el("i", { class: `light ${one.light?.colour ?? ""}` }), one.light ? t(`light_${one.light.colour}`) : t("not judged yet"))]), [1, 2, 3]);
  }

  busy(now) {
    return [...now.stations].map((one) => ({ one, share: one.open ? Math.min((one.serving ?? 0) / one.open, 1) : null })).sort((a, b) => (b.share ?? -1) - (a.share ?? -1)).slice(0, 8).map(({ one, share }) => {
      const bar = el("span", { class: "fill" });
      bar.style.width = `${100 * (share ?? 0)}%`;
      return el("div", { class: "use" }, el("span", {}, this.words.station(one.station)), el("span", { class: "track" }, bar), el("b", {}, share == null ? t("closed") : percent(share)));
    });
  }

  charts(seen, now) {
    const w = this.words, made = seen.forecast?.answer, points = (rows) => rows.map((row) => ({ ...row, x: w.date(row.at) }));
    const what = (measure, station, label) => ({ label, past: before(seen.history?.answer, measure, station, now).map((one) => ({ ...one, x: w.date(one.at), y: one.value })),
      ahead: made ? [{ label: t("as it is"), rows: points(ahead(made, measure, station, now)) }] : [], now: w.date(now.at) });
    this.inside.draw(what("number", "", t("In the port: the last hours and the next")));
    const level = (one) => Math.max(one.queue ?? 0, ...ahead(made, "queue", one.station).map((row) => row.high90 ?? 0));
    const names = [...now.stations].sort((a, b) => level(b) - level(a)).slice(0, QUEUES).map((one) => one.station).sort();
    if (String(names) !== String([...this.small.keys()])) {
      this.small = new Map(names.map((name) => [name, fan(0)]));
      this.queues.style.setProperty("--columns", names.length > 4 ? 3 : Math.min(names.length, 2));
      this.queues.replaceChildren(...names.map((name) => el("figure", {}, el("figcaption", {}, w.station(name)), this.small.get(name).node)));
    }
    for (const [name, chart] of this.small) chart.draw(what("queue", name, `${t("live_queue")}, ${w.station(name)}`));
    const today = seen.history?.answer?.today;
    if (seen.history?.answer && !today) this.today.node.replaceChildren(el("p", { class: "quiet" }, t("Nobody counts here who comes and leaves.")));
    if (today) this.today.draw({ label: t("Came and left today, by the hour"), came: today.came, left: today.left });
  }
}

// What the last questions to a port answered.
async function answers(name, ports) {
  const jobs = (await api("GET", "/v1/jobs")).filter((job) => job.state === "done" && layoutOf(job));
  const there = [...new Set(jobs.map(layoutOf))], here = there.includes(name) ? name : there[0];
  const title = el("h1", {}, here ? titleOf(ports, here) : t("Wall")), missing = name && !there.includes(name) ? el("p", { class: "notice" }, t("Nothing is known of {port} here.", { port: titleOf(ports, name) })) : null;
  const choice = el("nav", { class: "row", "aria-label": t("Ports") }, [...ports.map((one) => one.name), ...there].map((one) => el("a", { href: `#/wall/${one}`, "aria-current": one === here ? "page" : null }, titleOf(ports, one))));
  const tiles = await Promise.all(jobs.filter((job) => layoutOf(job) === here).slice(0, 4).map(answered));
  const ground = here && await api("GET", `/v1/ports/${here}/ground`).catch(() => null);
  if (ground) tiles.push(tile(t("map of {port}", { port: titleOf(ports, here) }), "ground", drawMap(ground, { label: t("map of {port}", { port: titleOf(ports, here) }) }).node));
  const rest = el("section", { class: "tile help" }, el("h2", {}, t("To watch a port live")), none(), el("p", {}, el("a", { href: "#/ask" }, t("Ask a port"))));
  return { nodes: [frame(title, choice, [missing, ...tiles.filter(Boolean), rest].filter(Boolean), "asked")], leave: () => document.body.classList.remove("at-wall") };
}

const layoutOf = (job) => job.question.words.find((word) => word.startsWith("layout="))?.slice(7);

async function answered(job) {
  const answer = await api("GET", `/v1/jobs/${job.name}/answer`).catch(() => null), rows = (answer?.kpis ?? []).filter((row) => row.scope === "port" && row.cls === "all" && SHOWN.includes(row.measure) && row.mean != null);
  const scale = (row) => (row.unit === "s" ? [row.mean / 60, row.low / 60, row.high / 60, t("min")] : [row.mean, row.low, row.high, ""]);
  const waits = (answer?.kpis ?? []).filter((row) => row.scope === "station" && row.cls === "all" && row.measure === "wait_mean" && row.mean > 0).sort((a, b) => b.mean - a.mean).slice(0, 8);
  const line = ["twin", job.question.command, ...job.question.words].join(" ");
  return tile(line, "answer", el("p", {}, el("a", { href: `#/job/${job.name}` }, t("the whole answer"))),
    rows.length ? table([t("measure"), t("mean"), t("95 % interval")], rows.map((row) => { const [mean, low, high, unit] = scale(row); return [t(row.measure), `${number(mean)} ${unit}`, row.low == null ? "" : `${number(low)} – ${number(high)}`]; }), [1, 2]) : null,
    waits.length ? bars({ label: t("Where they wait"), unit: t("min"), rows: waits.map((row) => ({ label: row.name.replaceAll("_", " "), value: row.mean / 60, low: row.low == null ? null : row.low / 60, high: row.high == null ? null : row.high / 60 })) }) : null);
}
