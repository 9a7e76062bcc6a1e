// A live port as views see it: asked again and again while somebody looks, and said in words by the port's own clock.

import { api, ask, labelOf, number, state, t } from "./page.js";

export const BANDS = { queue: "", number: "", serving: "", wait: "s", storage: "m" }; // measures that are forecast, with their units
const SLOWEST = 15000; // ms between two tries of what is away
const MINUTE = 60;
export const UNHEARD = "This port has heard nothing yet: none of its devices has sent anything.";

// Asks for parts of a live port, each in its own time: {state: seconds, ...}; `told` gets {part: {age, away, answer} | {error}}.
// Nothing is asked while nobody sees the page. Gives {stop, now}.
export function watch(name, parts, told) {
  const seen = {}, due = Object.fromEntries(Object.keys(parts).map((part) => [part, 0]));
  let timer = null, misses = 0, stopped = false, going = false;

  async function look() {
    clearTimeout(timer);
    if (stopped || document.hidden || going) return;
    going = true;
    const wanted = Object.keys(parts).filter((part) => due[part] <= Date.now());
    await Promise.all(wanted.map(async (part) => {
      try {
        seen[part] = await api("GET", `/v1/live/${name}/${part}`);
      } catch (error) {
        seen[part] = { ...seen[part], error };
      }
      due[part] = Date.now() + 1000 * parts[part];
    }));
    misses = wanted.some((part) => seen[part].error || seen[part].away) ? misses + 1 : 0;
    going = false;
    if (stopped) return;
    told(seen);
    const next = Math.min(...Object.values(due)) - Date.now();
    timer = setTimeout(look, Math.max(next, misses ? Math.min(1000 * 2 ** (misses - 1), SLOWEST) : 250));
  }

  const shown = () => { if (!document.hidden) look(); };
  document.addEventListener("visibilitychange", shown);
  look();
  return {
    stop: () => { stopped = true; clearTimeout(timer); document.removeEventListener("visibilitychange", shown); },
    now: (...again) => { for (const part of again) due[part] = 0; look(); },
  };
}

// Makes the children of a node those that are given, and keeps what is the same: what somebody reads or holds stays where it is.
export function renew(node, fresh) {
  const wanted = [fresh].flat(Infinity).filter((child) => child != null && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(child)));
  const old = [...node.childNodes];
  if (old.length !== wanted.length || wanted.some((child, i) => child.nodeName !== old[i].nodeName)) { node.replaceChildren(...wanted); return; }
  wanted.forEach((child, i) => match(old[i], child));
}

function match(old, child) {
  if (old === child || old.isEqualNode(child)) return;
  if (old.dataset?.key !== child.dataset?.key) { old.replaceWith(child); return; } // another thing, with what it does
  if (old.nodeType === Node.TEXT_NODE) { old.data = child.data; return; }
  for (const { name } of [...old.attributes]) if (!child.hasAttribute(name) && !(old.tagName === "DETAILS" && name === "open")) old.removeAttribute(name);
  for (const { name, value } of child.attributes) {
    if (name === "style") old.style.cssText = child.style.cssText; // a page may not write style as text
    else if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  renew(old, [...child.childNodes]);
}

// Words of a port, by what it says about itself.
export class Words {
  constructor(about) {
    this.about = about;
    this.offset = about?.offset ?? 0;
    this.named = new Map((about?.stations ?? []).map((one) => [one.station, one]));
  }

  station(name) {
    if (!name) return t("in the port");
    const known = this.named.get(name);
    return (known?.[state.lang] || name).replaceAll("_", " ");
  }

  date(at) { return new Date(1000 * (at + this.offset)); } // its UTC is the clock of the port
  clock(at, seconds = false) {
    if (at == null) return "—";
    return this.date(at).toLocaleTimeString("en-GB", { timeZone: "UTC", hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) });
  }
  day(at) { return this.date(at).toLocaleDateString(state.lang === "zh" ? "zh-CN" : "en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "long" }); }

  limit(measure, station) {
    return (this.about?.limits ?? []).find((one) => one.measure === measure && (one.station === station || (one.station === "*" && (measure === "number") === !station)));
  }

  // What an alert says; the sentences are those of the terminal. One that is over soon has been beyond its limit.
  sentence(alert) {
    const known = alert.station ? SENTENCES : OF_THE_PORT, falls = alert.kind === "threshold" && alert.value < alert.limit;
    return t(falls ? known.fallen : known[alert.kind] ?? known.threshold, {
      what: this.measure(alert), station: this.station(alert.station), value: amount(alert.value, alert.measure), limit: amount(alert.limit, alert.measure),
      when: alert.kind === "forecast" ? this.passes(alert) : "", sure: percent(alert.sure), quiet: lasting(alert.value), usual: lasting(alert.limit),
    });
  }

  // When a limit is passed, with the time within which it is in eight of ten futures that pass it.
  passes(alert) {
    const [when, early, late] = [alert.expected, alert.early, alert.late].map((at) => this.clock(at));
    if (alert.expected == null) return t("if at all");
    return alert.early == null || early === late ? t("by {when}", { when }) : t("at about {when} ({early} to {late})", { when, early, late });
  }

  measure(alert) {
    const code = { threshold: "live", forecast: "live", drift: "drift" }[alert.kind];
    return code ? t(`${code}_${alert.measure}`) : alert.measure;
  }

  // A change of words that open or close lanes, as one says it; others as they are written.
  change(text) {
    const found = CHANGE.exec(text);
    if (!found) return text;
    const [, verb, n, name, from, to] = found, said = t(verb === "open" ? "open {n} more at {station}" : "close {n} at {station}", { n, station: this.station(name) });
    return [said, from && t("from {when}", { when: from }), to && t("until {when}", { when: to })].filter(Boolean).join(" ");
  }

  // What an alert is about, without its numbers.
  subject(alert) { return [this.measure(alert), alert.station && this.station(alert.station)].filter(Boolean).join(t(", ")) || this.station(""); }

  help(one, measure) {
    const signed = (value) => `${value < 0 ? "−" : "+"}${amount(Math.abs(value), measure)}`;
    return t("{effect} ({low} to {high})", { effect: signed(one.effect), low: signed(one.low), high: signed(one.high) });
  }
}

const CHANGE = /^(open|close) +(\d+)(?: +more)? +at +(\S.*?)(?: +from +(\d\d?:\d\d))?(?: +(?:to|until) +(\d\d?:\d\d))?$/; // as twin.live.forecast.changing reads it
const SENTENCES = {
  threshold: "{what}, {station}: {value} is beyond {limit} ({sure} sure)", fallen: "{what}, {station}: was beyond {limit}, is {value} now", forecast: "{what}, {station}: passes {limit} with a chance of {sure}, {when}",
  silent: "{what} ({station}) has said nothing for {quiet}; usually it does every {usual}", down: "{what} ({station}) is down: nothing for {quiet}",
  plan: "{station}: of {limit} lanes that are planned {value} are open", drift: "{what}, {station}: {value} now, {limit} before",
  unsure: "{station}: forecasts no longer hold and are not to be relied on",
};
const OF_THE_PORT = { // where there is no station to name
  threshold: "{what}: {value} is beyond {limit} ({sure} sure)", fallen: "{what}: was beyond {limit}, is {value} now", forecast: "{what}: passes {limit} with a chance of {sure}, {when}",
  silent: "{what} has said nothing for {quiet}; usually it does every {usual}", down: "{what} is down: nothing for {quiet}",
  plan: "of {limit} lanes that are planned {value} are open", drift: "{what}: {value} now, {limit} before",
  unsure: "forecasts of the port as a whole no longer hold and are not to be relied on",
};

export const percent = (share) => (share == null ? "—" : `${Math.round(100 * share)} %`);
export const whole = (value) => (value == null ? "—" : number(Math.round(value), 0));

// A value of a measure with its unit.
export function amount(value, measure) {
  if (value == null) return "—";
  if (measure === "wait" || measure === "service") return t("{n} min", { n: number(value / MINUTE, value < 10 * MINUTE ? 1 : 0) });
  if (measure === "share") return percent(value);
  return measure === "storage" ? `${number(value, 0)} m` : number(value, 1);
}

// A whole number, with its interval where that is one.
export const ranged = (value, low, high) => (value == null ? "—"
  : whole(low) === whole(value) && whole(high) === whole(value) ? whole(value) : `${whole(value)} (${whole(low)}–${whole(high)})`);

// A row of a forecast in whole numbers or minutes.
export function told(row, measure) {
  if (!row) return "—";
  const scale = measure === "wait" ? MINUTE : 1, [middle, low, high] = [row.median, row.low90, row.high90].map((value) => (value == null ? null : value / scale));
  const said = ranged(middle, low, high);
  return measure === "wait" && said !== "—" ? t("{n} min", { n: said }) : said;
}

// How long something lasts, as short as one says it.
export function lasting(seconds) {
  if (seconds == null) return "—";
  if (seconds < 120) return t("{n} s", { n: whole(seconds) });
  if (seconds < 7200) return t("{n} min", { n: whole(seconds / 60) });
  return seconds < 2 * 86400 ? t("{n} h", { n: number(seconds / 3600, 1) }) : t("{n} days", { n: number(seconds / 86400, 1) });
}

// The rows of one measure at one place in order of time, from now on: `time` are seconds after `at`, `x` is when by the clock of Words.
export function ahead(forecast, measure, station, now) {
  const begun = forecast && now ? now.at - forecast.at : 0;
  return (forecast?.table ?? []).filter((row) => row.measure === measure && row.station === station && row.time >= begun - forecast.step)
    .map((row) => ({ ...row, at: forecast.at + row.time, time: row.time - begun })).sort((a, b) => a.time - b.time);
}
export const nearest = (rows, seconds) => rows.reduce((best, row) => (!best || Math.abs(row.time - seconds) < Math.abs(best.time - seconds) ? row : best), null);

// What a port was taken for, of a measure at a place, until now: [{at, value, low?, high?}].
export function before(history, measure, station, now) {
  const last = now && { at: now.at, inside: [now.number.mean, now.number.low, now.number.high], stations: Object.fromEntries(now.stations.map((one) => [one.station, [one.queue, one.serving]])) };
  return [...(history?.levels ?? []), ...(last ? [last] : [])].map((level) => {
    if (measure === "number" && !station) { const [value, low, high] = level.inside; return { at: level.at, value, low, high }; }
    const found = level.stations[station];
    return { at: level.at, value: found ? { queue: found[0], serving: found[1] }[measure] ?? null : null };
  }).filter((point) => point.value != null);
}

// What of a live service itself does not work, a text each.
export const broken = (seen) => Object.entries(seen.alerts?.answer?.wrong ?? {}).map(([part, why]) => t("{part} does not work: {why}", { part, why }));

// Why nothing is told, as a notice: away, or beginning.
export function trouble(seen) {
  const { away, error } = seen ?? {};
  if (away) return t("This port has not answered for {n}: what stands here is old. It is asked again and again.", { n: lasting(away.seconds) });
  if (!error) return "";
  return /nothing is known yet/.test(error.message) ? t(UNHEARD) : t("This port does not answer ({why}); twin live has to run where --live says.", { why: error.message });
}

// The live ports; the labels of all ports that have one here come later where nobody has asked for them yet: `labelled` tells when.
export async function list() {
  const late = new Promise((done) => { setTimeout(done, 700); });
  const asked = ask("list", []).catch(() => ({ layouts: [] })), ports = await api("GET", "/v1/live");
  ports.layouts = new Map();
  ports.labelled = asked.then(({ layouts }) => { for (const one of layouts) ports.layouts.set(one.name, labelOf(one)); });
  await Promise.race([ports.labelled, late]);
  return ports;
}
export const titleOf = (ports, name) => ports.layouts.get(name) ?? name.replaceAll("_", " ");
