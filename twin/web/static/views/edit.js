// A port is changed: values in a form, places on the map, levers; what that changes is told at once, before anything is run.

import { changesOf } from "../parts/changes.js";
import { Draft } from "../parts/draft.js";
import { keepForm, readKept } from "../parts/keeping.js";
import { drawMap } from "../parts/map.js";
import { api, ask, el, faults, labelOf, number, say, state, t } from "../parts/page.js";
import { wayOut } from "../parts/running.js";
import { busiest, difference, findings, thingName } from "../parts/telling.js";
import { nameOf, valueGroups } from "../parts/values.js";

const LATER = 450, TYPICAL = "typical"; // ms after the last key until the port is asked
const nothing = () => el("p", { class: "quiet" }, t("one moment"));
const button = (text, run, more = {}) => el("button", { type: "button", onclick: run, ...more }, t(text));

export async function editView(query = "") {
  const given = new URLSearchParams(query), lists = await ask("list", []);
  const kept = Draft.kept(), wanted = given.get("layout");
  const first = lists.layouts.find((one) => one.name === "ganqimaodu_road") ?? lists.layouts[0];
  const known = kept && lists.layouts.some((one) => one.name === kept.layout);
  const draft = known && (!wanted || kept.layout === wanted) && !given.get("scenario") ? kept : new Draft(wanted ?? first.name, given.get("peak") ?? TYPICAL);
  const bench = new Bench(draft, lists);
  await bench.load();
  if (given.get("scenario")) await bench.open(given.get("scenario"));
  return { nodes: bench.nodes(), leave: () => bench.end() };
}

class Bench {
  constructor(draft, lists) {
    Object.assign(this, { draft, lists, opened: new Set(), seek: "", place: "", mode: "after", follow: true, turn: 0 });
    const part = (name, live) => el("div", { class: name, ...(live ? { "aria-live": "polite" } : {}) });
    this.parts = { head: part("head"), maps: part("maps"), place: part("place"), form: part("form"), levers: part("levers"), sum: part("sum", true), diff: part("diff"), lint: part("lint"), busy: part("busy"), keep: part("keep") };
    draft.onChange(() => this.changed());
    this.keys = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || /INPUT|TEXTAREA/.test(event.target.tagName)) return;
      event.preventDefault();
      if (event.shiftKey) draft.redo(); else draft.undo();
    };
    addEventListener("keydown", this.keys);
  }

  end() { clearTimeout(this.later); this.turn += 1; this.loaded = null; removeEventListener("keydown", this.keys); }

  part(name, words) { return ask("show", ["layout", this.draft.layout, ...words.filter((word) => !word.startsWith("layout="))], [[`--${name}`, ""]]).then((answer) => answer[name]); }

  // The port as it is: its ground and values, then what fits it and how full it is.
  async load() {
    const base = this.draft.port();
    [this.before, this.values] = await Promise.all([this.part("ground", base), this.part("editable", this.withLevers()).catch(() => this.part("editable", base))]);
    this.after = this.before;
    this.named = new Map([...this.values.map((row) => [row.path, nameOf(row)]), ...Object.values(this.before.places).map((place) => [place.path, `${place.label[state.lang]} · ${t("place")}`])]);
    for (const row of this.values.filter((one) => one.kind === "shifts")) for (const one of row.options) for (const end of ["", ".hours", ".size"]) this.named.set(`${row.path}.${one.value}${end}`, `${row.thing[state.lang]} · ${one[state.lang]}${end ? ` · ${t(end === ".size" ? "how many" : "hours")}` : ""}`);
    const named = (start) => Object.fromEntries(this.values.filter((row) => row.path.startsWith(start)).map((row) => [row.path.split(".")[2], { label: row.thing }]));
    this.others = { pools: { ...named("layout.pools."), ...named("roster.shifts.") }, quotas: named("policy.quotas.") };
    this.turn += 1;
    this.planned = null;
    this.today = null;
    this.fits = null;
    this.learn((this.loaded = {}), base);
    this.draw();
    if (!this.draft.isEmpty) this.changed();
  }

  // What takes longer, one after the other, as long as it is this port that is shown.
  async learn(port, base) {
    const is = () => port === this.loaded, fail = (part) => (error) => { if (is()) part.replaceChildren(faults(error)); };
    const preview = await ask("preview", base, [["--places", ""]]).catch((error) => { if (is()) this.parts.busy.replaceChildren(wayOut(error, { command: "preview", words: base })); });
    if (!is()) return;
    const check = await ask("check", base).catch(() => ({ findings: [] }));
    if (!is()) return;
    if (preview) { this.today = { preview, check }; this.tell(); }
    const card = await ask("show", ["layout", this.draft.layout]).catch(fail(this.parts.levers));
    if (card && is()) { this.fits = card.scenarios; this.drawLevers(); }
  }

  withLevers() { return [...this.draft.port(), ...(this.draft.levers.length ? [`scenario=[${this.draft.levers.join(",")}]`] : [])]; }

  async choosePort(layout, peak = TYPICAL) {
    if (!this.draft.isEmpty && layout !== this.draft.layout && !confirm(t("The changes of this port are put away. Go on?"))) { this.draw(); return; }
    const fresh = layout !== this.draft.layout ? { levers: [], changes: {}, past: [], future: [], name: "", title: "", mark: "" } : {};
    Object.assign(this.draft, { layout, peak, ...fresh });
    this.draft.keep();
    this.parts.form.replaceChildren(nothing());
    await this.load().catch((error) => this.parts.form.replaceChildren(faults(error)));
  }

  async open(name) {
    if (!name) return;
    try {
      const { changes, other, mark, title } = await readKept(name);
      if (other) { this.draft.step({}, [...new Set([...this.draft.levers, name])]); say(t("this one does more than values can say; it is added as a lever")); return; }
      Object.assign(this.draft, { name, title, mark });
      this.draft.step({ ...Object.fromEntries(Object.keys(this.draft.changes).map((path) => [path, null])), ...changes });
      this.drawKeep();
    } catch (error) { this.parts.sum.replaceChildren(faults(error)); }
  }

  set(path, value) {
    const row = this.values.find((one) => one.path === path);
    this.draft.step({ [path]: value == null || value === "" || value === row?.value ? null : value });
  }

  // A place goes elsewhere; roads that end there grow or shrink with the straight line, where that is wanted.
  move(name, at) {
    const { before } = this, place = before.places[name], step = { [place.path]: at.join() === place.at.join() ? null : `[${at[0]} m, ${at[1]} m]` };
    const where = (one) => (one === name ? at : this.after.places[one]?.at ?? before.places[one].at);
    for (const [key, link] of Object.entries(before.links)) {
      if (!this.follow || (link.from !== name && link.to !== name) || !link.straight) continue;
      const [a, b] = [where(link.from), where(link.to)], length = Math.round((link.length * Math.hypot(a[0] - b[0], a[1] - b[1])) / link.straight);
      step[`layout.links.${key}.length`] = length === Math.round(link.length) || length < 1 ? null : `${length} m`;
    }
    this.after = { ...this.after, places: { ...this.after.places, [name]: { ...this.after.places[name], at } } };
    this.draft.step(step);
    this.drawPlace();
  }

  changed() {
    clearTimeout(this.later);
    this.drawForm();
    this.drawHead();
    this.drawLevers();
    this.tell();
    this.later = setTimeout(() => this.askPort(), LATER);
  }

  // Sound or not, what differs, where everything stands now, how full it is: the newest question alone is answered.
  async askPort() {
    const turn = ++this.turn, words = this.draft.words(), is = () => turn === this.turn;
    this.parts.sum.replaceChildren(el("p", { class: "edit-told" }, this.counted(), " ", el("span", { class: "quiet" }, t("checking"))));
    try {
      const check = await ask("check", words);
      if (!is()) return;
      const levers = this.draft.levers.join();
      if (levers !== this.asked) { this.asked = levers; this.values = await this.part("editable", this.withLevers()); if (!is()) return; this.drawForm(); }
      const [told, after, preview] = await Promise.all([this.draft.isEmpty ? { differences: {} } : ask("diff", words), this.part("ground", words), ask("preview", words, [["--places", ""]])]);
      if (!is()) return;
      Object.assign(this, { planned: { check, preview, differences: Object.values(told.differences)[0] ?? [] }, refused: null, after });
    } catch (error) {
      if (!is()) return;
      this.refused = error;
    }
    this.tell();
    this.showMaps();
    this.drawPlace();
  }

  nodes() {
    const { parts } = this, box = (title, ...inside) => el("section", {}, el("h2", {}, t(title)), inside);
    return [el("h1", {}, t("Edit a port")), parts.head, parts.sum, el("div", { class: "bench" },
      el("section", { class: "bench-map" }, el("h2", { class: "aside" }, t("Map")), parts.maps, parts.place),
      el("section", { class: "bench-form" }, el("h2", { class: "aside" }, t("Values")), parts.form)),
    box("Levers", parts.levers), el("div", { class: "both" }, box("What is changed", parts.diff), box("Is it sound", parts.lint)), box("Demand against capacity", parts.busy), box("Keep it", parts.keep)];
  }

  draw() { this.drawHead(); this.drawMaps(); this.drawPlace(); this.drawForm(); this.drawLevers(); this.drawKeep(); this.tell(); }

  drawHead() {
    const { draft, lists } = this, peaks = lists.peaks.filter((one) => one.name.startsWith(`${draft.layout}/`)), own = lists.scenarios.filter((one) => one.origin !== "shipped");
    const field = (text, control) => el("label", {}, el("span", {}, t(text)), control);
    const port = el("select", { name: "layout", onchange: (event) => this.choosePort(event.target.value) }, lists.layouts.map((one) => el("option", { value: one.name, selected: one.name === draft.layout }, labelOf(one))));
    const day = el("select", { name: "peak", onchange: (event) => this.choosePort(draft.layout, event.target.value) }, peaks.map((one) => { const key = one.name.split("/").pop(); return el("option", { value: key, selected: key === draft.peak }, labelOf(one)); }));
    const mine = own.length ? field("open one of yours", el("select", { name: "open", onchange: (event) => this.open(event.target.value) }, el("option", { value: "" }, t("choose")), own.map((one) => el("option", { value: one.name, selected: one.name === draft.name }, labelOf(one))))) : null;
    this.parts.head.replaceChildren(el("div", { class: "row" }, field("port", port), field("which day", day), mine, el("div", { class: "buttons" },
      button("Undo", () => draft.undo(), { disabled: !draft.past.length }), button("Redo", () => draft.redo(), { disabled: !draft.future.length }),
      button("Start over", () => draft.step(Object.fromEntries(Object.keys(draft.changes).map((path) => [path, null])), []), { disabled: draft.isEmpty }))));
  }

  drawMaps() {
    const pick = (place) => { if (place === this.place) return; this.place = place; this.planned_map.choose(place); this.drawPlace(); this.drawForm(); this.parts.form.parentElement.scrollTop = 0; };
    const name = labelOf(this.lists.layouts.find((one) => one.name === this.draft.layout) ?? { name: this.draft.layout });
    this.today_map = drawMap(this.before, { label: `${t("as it is today")}: ${name}` });
    this.planned_map = drawMap(this.after, { label: `${t("as planned")}: ${name}`, movable: true, pick });
    this.planned_map.onMove((place, at) => this.move(place, at));
    const choice = (mode, text) => el("label", {}, el("input", { type: "radio", name: "mode", value: mode, checked: mode === this.mode, onchange: () => { this.mode = mode; this.showMaps(); } }), t(text));
    this.frames = { after: el("figure", {}, el("figcaption", {}, t("as planned")), this.planned_map.node), before: el("figure", {}, el("figcaption", {}, t("as it is today")), this.today_map.node) };
    this.parts.maps.replaceChildren(el("div", { class: "chips", role: "radiogroup", "aria-label": t("which map") }, choice("after", "as planned"), choice("before", "as it is today"), choice("both", "both")), el("div", { class: "pair" }, this.frames.before, this.frames.after));
    this.showMaps();
  }

  showMaps() {
    this.planned_map.show(this.after, changesOf(this.before, this.after));
    for (const which of ["before", "after"]) this.frames[which].hidden = this.mode !== "both" && this.mode !== which;
    this.parts.maps.closest(".bench")?.classList.toggle("wide", this.mode === "both");
  }

  drawPlace() {
    const place = this.after.places[this.place];
    if (!place) { this.parts.place.replaceChildren(!Object.keys(this.after.places).length ? "" : el("p", { class: "quiet" }, t("Choose a place on the map to see its values; drag it, or move it with the arrow keys."))); return; }
    const fields = ["east", "north"].map((word, i) => el("label", {}, el("span", {}, `${t(word)} (m)`), el("input", { type: "number", step: "10", name: word, value: Math.round(place.at[i]),
      onchange: (event) => { const at = [...this.after.places[this.place].at]; at[i] = Number(event.target.value); if (Number.isFinite(at[i])) { this.planned_map.show({ ...this.after, places: { ...this.after.places, [this.place]: { ...place, at } } }); this.move(this.place, at); } } })));
    const roads = Object.entries(this.before.links).filter(([, link]) => link.from === this.place || link.to === this.place);
    const follow = el("input", { type: "checkbox", checked: this.follow, onchange: (event) => { this.follow = event.target.checked; } });
    this.parts.place.replaceChildren(el("div", { class: "row" }, el("b", {}, place.label[state.lang]), fields, button("show all values", () => { this.place = ""; this.planned_map.choose(""); this.drawPlace(); this.drawForm(); })),
      el("label", { class: "line" }, follow, t("roads that end here grow with the way")),
      el("p", { class: "quiet" }, t("Where a place is drawn decides nothing by itself: a road has a length of its own."), " ", roads.map(([key, link]) => `${link.label[state.lang]}: ${number(link.length, 0)} m${this.after.links[key] && Math.round(this.after.links[key].length) !== Math.round(link.length) ? ` → ${number(this.after.links[key].length, 0)} m` : ""}`).join(" · ")));
  }

  drawForm() {
    const active = document.activeElement, focus = this.parts.form.contains(active) ? [active.closest("[data-path]")?.dataset.path, active.getAttribute("aria-label"), active.name] : null;
    const seek = this.seek.toLowerCase(), text = (row) => `${row.path} ${row.thing.zh} ${row.thing.en} ${row.label.zh} ${row.label.en}`.toLowerCase();
    const picks = seek || this.place ? (row) => (!this.place || row.at === this.place) && (!seek || text(row).includes(seek)) : null;
    const groups = valueGroups(this.values, { changes: this.draft.changes, step: (values) => this.draft.step(values) }, { picks, change: (row, said) => this.set(row.path, said), open: this.opened, opened: (group, is) => (is ? this.opened.add(group) : this.opened.delete(group)) });
    this.search ??= el("input", { type: "search", name: "seek", placeholder: t("gate, hours, share …"), "aria-label": t("find a value"), oninput: (event) => { this.seek = event.target.value.trim(); clearTimeout(this.seeking); this.seeking = setTimeout(() => this.drawForm(), 150); } });
    const found = this.place ? el("p", { class: "quiet" }, t("values at {place}", { place: this.after.places[this.place]?.label[state.lang] ?? this.place })) : null;
    this.list ??= el("div", {});
    this.list.replaceChildren(...[found, ...(groups.some(Boolean) ? groups : [el("p", { class: "quiet" }, t("no value is called so"))])].filter(Boolean));
    if (!this.search.isConnected) this.parts.form.replaceChildren(el("div", { class: "row" }, el("label", {}, el("span", {}, t("find a value")), this.search)), this.list, this.freeLine());
    if (focus && !this.parts.form.contains(document.activeElement)) [...this.list.querySelectorAll("[data-path] input, [data-path] select, [data-path] button, [data-path] [tabindex]")].find((one) => one.closest("[data-path]").dataset.path === focus[0] && one.getAttribute("aria-label") === focus[1])?.focus();
  }

  // Any other word of the language: PATH=VALUE, or ~PATH to take a value away.
  freeLine() {
    const list = el("datalist", { id: "paths" }), told = el("div", {});
    const line = el("input", { name: "line", list: "paths", spellcheck: "false", autocomplete: "off", placeholder: "layout.stations.h986.servers=4" });
    line.addEventListener("input", () => list.replaceChildren(...this.values.filter((row) => row.path.includes(line.value.split("=")[0].trim())).slice(0, 40).map((row) => el("option", { value: `${row.path}=${row.value}` }, nameOf(row)))));
    const add = (event) => {
      event.preventDefault();
      const [path, ...value] = line.value.trim().split("="), removes = line.value.trim().startsWith("~");
      if (!removes && (!value.length || !/^[A-Za-z_][\w.]*$/.test(path))) { told.replaceChildren(el("p", { class: "notice bad", role: "alert" }, t("A change is written PATH=VALUE; ~PATH takes a value away."))); return; }
      told.replaceChildren();
      this.draft.step({ [removes ? line.value.trim() : path]: removes ? "" : value.join("=").trim() });
      line.value = "";
    };
    return el("form", { onsubmit: add, class: "free" }, el("details", {}, el("summary", {}, t("any other value, by its path")), el("div", { class: "row" }, el("label", {}, el("span", {}, t("path = value")), line, list), el("button", { type: "submit" }, t("Add"))), told));
  }

  drawLevers() {
    const { draft, lists, fits } = this;
    if (!fits) { this.parts.levers.replaceChildren(nothing()); return; }
    const label = (name) => labelOf(lists.scenarios.find((one) => one.name === name) ?? { name });
    const there = Object.keys(fits).filter((name) => (fits[name].fits || draft.levers.includes(name)) && name !== draft.name);
    const cost = (name) => { const items = Object.entries(fits[name].cost ?? {}); return items.length ? items.map(([item, said]) => `${item.replaceAll("_", " ")}: ${said}`).join("; ") : t("cost not known"); };
    this.parts.levers.replaceChildren(el("div", { class: "chips", role: "group", tabindex: "0", "aria-label": t("Levers") }, there.map((name) => el("label", { title: cost(name) },
      el("input", { type: "checkbox", value: name, checked: draft.levers.includes(name), onchange: (event) => draft.step({}, event.target.checked ? [...draft.levers, name] : draft.levers.filter((one) => one !== name)) }), label(name)))),
    draft.levers.length ? el("ul", {}, draft.levers.map((name) => el("li", {}, el("b", {}, label(name)), " ", el("span", { class: "quiet" }, `${t("cost")}: ${fits[name] ? cost(name) : ""}`)))) : "");
  }

  drawKeep() {
    const { draft } = this, links = el("p", { class: "row" });
    const lead = () => {
      const peak = draft.peak && draft.peak !== TYPICAL ? `&peak=${draft.peak}` : "", all = [...draft.levers, draft.name].filter(Boolean).join("+");
      links.replaceChildren(...(draft.mark ? [el("a", { href: `#/compare?layout=${draft.layout}${peak}&scenarios=${encodeURIComponent(all)}` }, t("Compare with today")), el("a", { href: `#/ask?layout=${draft.layout}${peak}&scenarios=${encodeURIComponent([...draft.levers, draft.name].join(","))}` }, t("Run it"))] : []));
      if (draft.mark && !this.lists.scenarios.some((one) => one.name === draft.name)) { this.lists.scenarios.push({ name: draft.name, label_zh: draft.title, label_en: draft.title, origin: "here" }); this.drawHead(); }
    };
    lead();
    this.parts.keep.replaceChildren(keepForm(draft, lead), links);
  }

  counted() {
    const count = Object.keys(this.draft.changes).length + this.draft.levers.length;
    return `${count === 1 ? t("one change") : t("{n} changes", { n: count })}. `;
  }

  tell() {
    const { draft, refused, planned } = this;
    if (refused && !draft.isEmpty) {
      this.parts.sum.replaceChildren(el("p", {}, t(refused.status === 503 ? "This could not be looked at in time." : "This cannot be run as it stands. What is wrong, and the way out:")), wayOut(refused, { command: "check", words: draft.words() }));
      for (const fault of refused.faults ?? []) for (const row of this.parts.form.querySelectorAll(`[data-path="${CSS.escape(fault.path)}"]`)) row.classList.add("wrong");
      return;
    }
    const worst = planned && busiest.worst(planned.preview), was = this.today && busiest.worst(this.today.preview), called = (one) => thingName({ ...this.after, ...this.others }, `${one.kind}s`, one.station);
    const full = worst ? `${t("Fullest")}: ${called(worst)} ${number(100 * worst.utilisation, 0)} %${was ? ` (${t("as it is")}: ${called(was)} ${number(100 * was.utilisation, 0)} %)` : ""}` : "";
    const most = planned && this.today && busiest.changed(planned.preview, this.today.preview), share = (value) => `${number(100 * value, 0)} %`;
    const moved = !planned || !this.today ? "" : most ? `${t("Most changed")}: ${called(most)} ${share(most.before)} → ${share(most.after)}. ` : `${t("No place gets fuller or emptier by this alone; a run tells who waits how long.")} `;
    this.parts.sum.replaceChildren(draft.isEmpty ? el("p", { class: "quiet" }, t("Nothing is changed yet. Change a value, move a place, or take a lever; what it does is told here, before anything is run."))
      : el("p", { class: "edit-told" }, this.counted(), moved, el("span", { class: "quiet" }, full)));
    this.tellNumbers();
  }

  tellNumbers() {
    const { planned, today, draft } = this;
    this.parts.diff.replaceChildren(difference(draft.isEmpty ? [] : planned?.differences ?? [], { named: this.named, own: draft.changes, back: (path) => this.draft.step({ [path]: null }) }));
    this.parts.lint.replaceChildren(findings(draft.isEmpty ? null : planned?.check, today?.check, { ...this.after, ...this.others }));
    this.parts.busy.replaceChildren(busiest(draft.isEmpty ? null : planned?.preview, today?.preview, { ...this.after, ...this.others }));
  }
}
