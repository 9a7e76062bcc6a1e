// Values of many parts, changed by hand: the hours of a day as bars, the shifts of a pool and lists of names as rows.

import { el, number, state, t } from "./page.js";

const HOURS = 24, STEP = 0.1, LEAST = 1; // the scale of the bars reaches to the largest weight, and to this at least
const ROUND = 1000;
const pad = (hour) => String(hour).padStart(2, "0"), round = (value) => Math.round(value * ROUND) / ROUND;
const called = (row) => `${row.thing[state.lang]} · ${row.label[state.lang]}`;

// 24 weights of {00-08: 0, 08-20: 1, 20-24: 0}.
export function weightsOf(text) {
  const weights = Array(HOURS).fill(0);
  for (const [, from, to, weight] of text.matchAll(/(\d+)-(\d+): ([\d.]+)/g)) weights.fill(Number(weight), Number(from), Number(to));
  return weights;
}

// The same as text, neighbours of one weight as one range.
export function spansOf(weights) {
  const begins = weights.map((_, hour) => hour).filter((hour) => hour === 0 || weights[hour] !== weights[hour - 1]);
  return `{${begins.map((from, i) => `${pad(from)}-${pad(begins[i + 1] ?? HOURS)}: ${weights[from]}`).join(", ")}}`;
}

// One hour becomes so much; where the sum is kept the others give way in proportion.
export function withHour(weights, hour, value, keeps) {
  const next = weights.map((weight, i) => (i === hour ? Math.max(0, value) : weight));
  if (!keeps) return next.map(round);
  const sum = weights.reduce((all, one) => all + one, 0), others = sum - weights[hour], own = Math.min(next[hour], sum);
  return weights.map((weight, i) => round(i === hour ? (others > 0 ? own : weight) : others > 0 ? (weight * (sum - own)) / others : 0));
}

let keepsSum = false; // stays as it was chosen while one goes from hour to hour

// A bar for each hour: dragged, moved with the arrow keys, or typed below.
export function hoursOf(row, value, change) {
  const start = weightsOf(value), bars = el("div", { class: "day-bars", role: "group", "aria-label": called(row) }), name = (hour) => `${called(row)} ${pad(hour)}–${pad(hour + 1)}`;
  const top = Math.max(...start, LEAST) * 1.15;
  let weights = start;
  const keep = el("input", { type: "checkbox", checked: keepsSum, "aria-label": `${called(row)}: ${t("the other hours give way, so that the day's sum stays")}`, onchange: (event) => { keepsSum = event.target.checked; } });
  const give = () => { const text = spansOf(weights); if (text !== value) change(text); };
  const set = (hour, to) => { weights = withHour(weights, hour, Math.min(to, top * 3), keepsSum); draw(); };
  const slots = start.map((_, hour) => {
    const bar = el("span", { class: "day-bar" });
    const slot = el("div", { class: "day-slot", role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-label": name(hour), "aria-valuemin": "0", "aria-valuemax": String(round(top)) }, bar, el("small", { "aria-hidden": "true" }, hour % 3 ? "" : String(hour)));
    const at = (event) => { const box = slot.getBoundingClientRect(); return round(Math.max(0, Math.min(1, (box.bottom - event.clientY) / box.height)) * top); };
    slot.addEventListener("pointerdown", (event) => { slot.setPointerCapture(event.pointerId); slot.focus(); set(hour, Math.round(at(event) / STEP) * STEP); event.preventDefault(); });
    slot.addEventListener("pointermove", (event) => { if (slot.hasPointerCapture(event.pointerId)) set(hour, Math.round(at(event) / STEP) * STEP); });
    slot.addEventListener("pointerup", give);
    slot.addEventListener("keydown", (event) => {
      const by = { ArrowUp: STEP, ArrowDown: -STEP, PageUp: 5 * STEP, PageDown: -5 * STEP }[event.key], to = { ArrowLeft: hour - 1, ArrowRight: hour + 1, Home: 0, End: HOURS - 1 }[event.key];
      if (by) { set(hour, weights[hour] + by); event.preventDefault(); }
      if (to != null) { slots[to]?.focus(); event.preventDefault(); }
      if (event.key === "Enter") give();
    });
    slot.addEventListener("focusout", give);
    return slot;
  });
  const fields = start.map((_, hour) => el("input", { inputmode: "decimal", size: "4", autocomplete: "off", "aria-label": `${name(hour)}: ${t("weight")}`,
    onchange: (event) => { const said = Number(event.target.value); if (Number.isFinite(said) && said >= 0) { set(hour, said); give(); } else draw(); } }));
  function draw() {
    weights.forEach((weight, hour) => {
      slots[hour].firstChild.style.height = `${Math.min(100, (100 * weight) / top)}%`;
      slots[hour].setAttribute("aria-valuenow", String(round(weight)));
      slots[hour].title = `${pad(hour)}:00 · ${number(weight, 2)}`;
      fields[hour].value = String(round(weight));
    });
    const sum = weights.reduce((all, one) => all + one, 0), most = weights.indexOf(Math.max(...weights));
    told.textContent = sum ? t("Fullest: {from}–{to}, {share} % of the day.", { from: `${pad(most)}:00`, to: `${pad(most + 1)}:00`, share: number((100 * weights[most]) / sum) }) : t("nobody would ever come; give some hour a weight");
  }
  const told = el("p", { class: "quiet", "aria-live": "polite" });
  bars.append(...slots);
  draw();
  return el("div", { class: "day" }, bars, told, el("label", { class: "line" }, keep, t("the other hours give way, so that the day's sum stays")),
    el("p", { class: "quiet" }, t("Only the shape counts: how many come a day is a value of its own.")),
    el("details", {}, el("summary", {}, t("type the hours")), el("div", { class: "day-fields" }, fields.map((field, hour) => el("label", {}, el("span", {}, `${pad(hour)}:00`), field)))));
}

export const itemsOf = (text) => text.replace(/[[\]]/g, "").split(",").map((one) => one.trim()).filter(Boolean);

// Names, each with a button that takes it away, and one that adds another.
export function namesOf(row, value, change) {
  const names = itemsOf(value), text = (name) => row.options.find((one) => one.value === name)?.[state.lang] ?? name, give = (list) => change(`[${list.join(", ")}]`);
  const rest = row.options.filter((one) => !names.includes(one.value));
  const add = el("select", { "aria-label": `${called(row)}: ${t("Add")}`, onchange: (event) => { if (event.target.value) give([...names, event.target.value]); } }, el("option", { value: "" }, t("add …")), rest.map((one) => el("option", { value: one.value }, one[state.lang])));
  return el("div", { class: "names" }, el("ul", {}, names.length ? names.map((name) => el("li", {}, el("span", {}, text(name)), el("button", { type: "button", class: "small", "aria-label": `${called(row)}: ${t("take away")} ${text(name)}`, onclick: () => give(names.filter((one) => one !== name)) }, "×")))
    : el("li", { class: "quiet" }, t("none"))), rest.length ? add : null);
}

const SPAN = /^(\d\d:\d\d)-(\d\d:\d\d)$/, FRESH = ["08:00-16:00", "1"];

// Shifts as rows: from, to, how many; those of the port are changed value by value, new ones are things of their own.
export function shiftsOf(row, draft) {
  const { changes, step } = draft, at = (name) => `${row.path}.${name}`, rows = [];
  const added = (name) => { const [, hours, size] = /hours: ([^,}]+), size: ([^,}]+)/.exec(changes[`+${at(name)}`]) ?? [null, ...FRESH]; return { hours: hours.trim(), size: size.trim() }; };
  const fields = (name, { hours, size, label }, put) => {
    const [, from, to] = SPAN.exec(hours) ?? [], whose = `${called(row)}: ${label}`;
    const time = (text, now, other) => el("input", { value: now, size: "5", inputmode: "numeric", pattern: "([01]\\d|2[0-4]):[0-5]\\d", "aria-label": `${whose} ${t(text)}`, autocomplete: "off", onchange: (event) => put({ hours: other(event.target.value.trim()), size }) });
    const open = from ? [time("from", from, (said) => `${said}-${to}`), "–", time("to", to, (said) => `${from}-${said}`)] : [el("input", { value: hours, size: "14", "aria-label": `${whose} ${t("hours")}`, onchange: (event) => put({ hours: event.target.value.trim(), size }) })];
    return [...open, el("input", { value: size, size: "4", inputmode: "numeric", "aria-label": `${whose} ${t("how many")}`, autocomplete: "off", onchange: (event) => put({ hours, size: event.target.value.trim() }) })];
  };
  const button = (text, label, run) => el("button", { type: "button", class: "small", "aria-label": `${called(row)}: ${label}`, onclick: run }, text);
  for (const one of row.options) {
    const { value: name } = one, label = one[state.lang], paths = { hours: `${at(name)}.hours`, size: `${at(name)}.size` }, gone = `~${at(name)}` in changes;
    const now = { label, hours: changes[paths.hours] ?? one.hours, size: changes[paths.size] ?? one.size };
    const put = ({ hours, size }) => step({ [paths.hours]: hours === one.hours ? null : hours, [paths.size]: size === one.size ? null : size });
    rows.push(gone ? el("li", { class: "gone" }, el("s", {}, `${label} ${one.hours} · ${one.size}`), button(t("take back"), `${t("take back")} ${label}`, () => step({ [`~${at(name)}`]: null })))
      : el("li", {}, el("span", {}, label), fields(name, now, put), button("×", `${t("take away")} ${label}`, () => step({ [`~${at(name)}`]: "", [paths.hours]: null, [paths.size]: null }))));
  }
  const mine = Object.keys(changes).filter((path) => path.startsWith(`+${row.path}.`)).map((path) => path.slice(row.path.length + 2));
  for (const name of mine) {
    const put = ({ hours, size }) => step({ [`+${at(name)}`]: `{hours: ${hours}, size: ${size}}` }), label = name.replaceAll("_", " ");
    rows.push(el("li", { class: "new" }, el("span", {}, label), fields(name, { ...added(name), label }, put), button("×", `${t("take away")} ${label}`, () => step({ [`+${at(name)}`]: null }))));
  }
  const add = () => {
    const taken = [...row.options.map((one) => one.value), ...mine];
    let i = 1;
    while (taken.includes(`shift_${i}`)) i += 1;
    step({ [`+${at(`shift_${i}`)}`]: `{hours: ${FRESH[0]}, size: ${FRESH[1]}}` });
  };
  return el("div", { class: "shifts" }, el("ul", {}, rows), button(t("Add a shift"), t("Add a shift"), add));
}
