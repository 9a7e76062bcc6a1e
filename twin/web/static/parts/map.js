// The map of a port: places, roads with their lanes, stations with their servers, to scale, in metres. It is moved and enlarged by
// mouse, touch and keys. Labels keep off each other; badges say what happens where.

import { placed, spots } from "./labelling.js";
import { el, number, state, t } from "./page.js";
import { drawProcess } from "./process.js";

const SVG = "http://www.w3.org/2000/svg", MOST = 40, EDGE = 46; // how far one can enlarge; pixels around the whole
export const CHANGES = ["new", "gone", "changed", "moved"];

export function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null && value !== false) made.setAttribute(name, value);
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

function coloured(node, colour) { node.style.setProperty("--c", colour); return node; }
export const called = (thing, name) => thing?.label?.[state.lang] || name.replaceAll("_", " ");
const round = (value) => Math.round(value * 10) / 10;
const nice = (value) => { const ten = 10 ** Math.floor(Math.log10(value)); return [5, 2, 1].map((step) => step * ten).find((step) => step <= value) ?? ten; };

// What stands at each place: [{kind, name, text, short, colour}].
function standing(ground) {
  const there = Object.fromEntries(Object.keys(ground.places).map((name) => [name, []]));
  for (const [name, one] of Object.entries(ground.stations)) {
    const count = one.servers == null ? "∞" : number(one.servers, 0), room = one.room[state.lang];
    there[one.at]?.push({ kind: "stations", name, text: `${called(one, name)} ×${count}`, more: room ? ` · ${room}` : "", colour: one.colour, weight: one.servers ?? 1 });
  }
  for (const kind of ["zones", "stocks"]) {
    for (const [name, one] of Object.entries(ground[kind])) {
      const [holds, unit] = one.unit.en === "kg" ? [one.holds / 1e6, "kt"] : [one.holds, one.unit[state.lang]];
      there[one.at]?.push({ kind, name, text: `□ ${called(one, name)}${one.holds == null ? "" : ` ${number(holds, 1)} ${unit}`}`, more: "", colour: null, weight: 1 });
    }
  }
  return there;
}

// options: label (of the whole, for those who do not see it), marks (from changes.js), movable (places go where they are put), pick (called with a place that is chosen).
export function drawMap(ground, options = {}) {
  if (!Object.keys(ground.places).length) return drawProcess(ground, options);
  return new Chart(ground, options).handle();
}

class Chart {
  constructor(ground, { label = "", marks = [], movable = false, pick = null, height = null }) {
    Object.assign(this, { movable, pick, marks, wanted: height, badges: new Map(), told: [], fingers: new Map(), width: 0 });
    this.world = shape("g"); this.over = shape("g"); this.points = shape("g"); this.texts = shape("g", { class: "map-texts" });
    this.svg = shape("svg", { class: "map-sheet", role: "application", tabindex: "0", "aria-label": label || t("map of {port}", { port: called(ground, ground.name) }) },
      this.world, this.over, this.texts, this.points);
    this.legend = el("p", { class: "map-legend quiet" });
    const button = (text, name, run) => el("button", { type: "button", "aria-label": t(name), title: t(name), onclick: run }, text);
    this.node = el("div", { class: "map-box" }, el("div", { class: "map-frame" }, this.svg, el("div", { class: "map-tools" },
      button("+", "enlarge", () => this.zoom(1.5)), button("−", "make smaller", () => this.zoom(1 / 1.5)), button("⤢", "show all", () => { this.fit(); this.draw(); }))), this.legend);
    this.take(ground);
    this.listen();
    new ResizeObserver(() => this.sized()).observe(this.node);
  }

  handle() {
    return {
      node: this.node,
      badge: (name, text, tone = "") => { if (text == null) this.badges.delete(name); else this.badges.set(name, { text: String(text), tone }); this.soon(); },
      clear: () => { this.badges.clear(); this.soon(); },
      onMove: (callback) => this.told.push(callback),
      show: (ground, marks = []) => { this.marks = marks; this.take(ground); this.build(); this.soon(); },
      choose: (place) => { this.chosen = place; this.soon(); },
    };
  }

  take(ground) {
    this.ground = ground;
    this.at = Object.fromEntries(Object.entries(ground.places).map(([name, place]) => [name, [...place.at]]));
    this.there = standing(ground);
    this.agencies();
  }

  agencies() {
    const used = new Set(Object.values(this.ground.stations).filter((one) => one.at).map((one) => one.agency)), places = Object.values(this.ground.places);
    const known = places.filter((place) => place.is_known).length;
    const said = known === places.length ? "" : known ? t("{n} of {m} positions are assumed", { n: places.length - known, m: places.length }) : t("all positions are assumed: a sketch to scale");
    this.legend.replaceChildren(...Object.entries(this.ground.agencies).filter(([name]) => used.has(name)).map(([, one]) => el("span", {},
      coloured(el("i", { class: "swatch" }), one.colour), one.label[state.lang])),
    ...CHANGES.filter((change) => this.marks.some((mark) => mark.change === change)).map((change) => el("span", {}, el("i", { class: `swatch ring ${change}` }), t(change))),
    said && el("span", {}, said), el("span", {}, t("×n servers; Ctrl and wheel, or + and −, enlarge")));
  }

  sized() {
    const width = Math.round(this.node.clientWidth);
    if (!width || width === this.width) return;
    const first = !this.width, before = this.width;
    this.width = width;
    const all = this.extent(), tall = (all.north - all.south) / Math.max(all.east - all.west, 1);
    this.height = this.wanted ?? Math.round(Math.min(Math.max(width * Math.min(tall, 1), 330), width < 500 ? 460 : 600));
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.svg.setAttribute("height", this.height);
    this.build();
    if (first) this.fit(); else this.x += (width - before) / 2;
    this.draw();
  }

  extent() {
    const places = Object.values(this.ground.places), half = (place, i) => (place.size ? place.size[i] / 2 : 0);
    return { west: Math.min(...places.map((p) => p.at[0] - half(p, 0))), east: Math.max(...places.map((p) => p.at[0] + half(p, 0))),
      south: Math.min(...places.map((p) => p.at[1] - half(p, 1))), north: Math.max(...places.map((p) => p.at[1] + half(p, 1))) };
  }

  fit() {
    const all = this.extent(), wide = Math.max(all.east - all.west, 50), tall = Math.max(all.north - all.south, 50), aside = Math.min(EDGE * 2, this.width / 5);
    this.whole = this.scale = Math.min((this.width - 2 * aside) / wide, (this.height - 2 * EDGE) / tall);
    this.x = this.width / 2 - ((all.west + all.east) / 2) * this.scale;
    this.y = this.height / 2 + ((all.south + all.north) / 2) * this.scale;
  }

  screen([east, north]) { return [this.x + east * this.scale, this.y - north * this.scale]; }

  // What keeps its size in metres: made once, then moved as a whole.
  build() {
    const { ground } = this, k = ground.scale;
    this.world.replaceChildren(...Object.entries(ground.places).filter(([, place]) => place.size).map(([name, place]) => shape("rect", { class: "map-ground", "data-place": name,
      x: place.at[0] - place.size[0] / 2, y: place.at[1] - place.size[1] / 2, width: place.size[0], height: place.size[1] })),
    ...Object.entries(ground.stations).filter(([, one]) => one.spots.length).map(([name, one]) => {
      const [long, wide] = one.shape.map((metres) => metres * k * 0.5), cos = Math.cos(one.heading), sin = Math.sin(one.heading);
      const corner = ([x, y], a, b) => `${round(x + a * long * cos - b * wide * sin)},${round(y + a * long * sin + b * wide * cos)}`;
      const path = one.spots.map((spot) => `M${corner(spot, -1, -1)}L${corner(spot, 1, -1)}L${corner(spot, 1, 1)}L${corner(spot, -1, 1)}Z`).join("");
      return coloured(shape("path", { class: "map-post", d: path, "data-station": name, "data-at": one.at }), one.colour);
    }));
    this.roads = Object.entries(ground.links).map(([name, link]) => {
      const line = coloured(shape("line", { class: "map-road", "stroke-width": 1.5 + 0.45 * Math.min(link.lanes, 14) },
        shape("title", {}, `${called(link, name)} · ${number(link.length, 0)} m · ${t("{n} lanes", { n: link.lanes })}`)), link.colour);
      const back = Object.values(ground.links).some((other) => other.from === link.to && other.to === link.from);
      return { name, link, line, back, arrow: link.both_ways ? null : shape("path", { class: "map-arrow", d: "M-5,-4L5,0L-5,4Z" }) };
    });
    this.dots = Object.fromEntries(Object.keys(ground.places).map((name) => [name, this.dot(name)]));
    this.points.replaceChildren(...Object.values(this.dots));
    this.agencies();
  }

  dot(name) {
    const said = this.there[name].map((thing) => thing.text).join(", ") || called(this.ground.places[name], name), acts = this.movable || this.pick;
    const dot = shape("g", { class: "map-place", "data-place": name, ...(acts ? { tabindex: "0", role: "button", "aria-label": said } : {}) },
      shape("circle", { class: "map-reach", r: 13 }), shape("circle", { class: "map-dot", r: 5 }), shape("title", {}, said));
    dot.addEventListener("focus", () => { if (this.pick) this.pick(name); });
    dot.addEventListener("click", () => { if (this.pick) this.pick(name); });
    return dot;
  }

  soon() {
    if (this.frame || !this.width) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); });
  }

  draw() {
    if (!this.width) return;
    this.world.setAttribute("transform", `translate(${round(this.x)} ${round(this.y)}) scale(${this.scale} ${-this.scale})`);
    this.over.replaceChildren(...this.roads.flatMap((road) => this.drawRoad(road)), ...this.marks.flatMap((mark) => this.drawMark(mark)), ...this.ruler());
    for (const [name, dot] of Object.entries(this.dots)) {
      dot.setAttribute("transform", `translate(${this.screen(this.at[name]).map(round).join(" ")})`);
      const tones = this.there[name].map((thing) => this.badges.get(thing.name)?.tone).concat(this.badges.get(name)?.tone);
      dot.setAttribute("class", `map-place ${["bad", "warn", "good"].find((tone) => tones.includes(tone)) ?? ""} ${name === this.chosen ? "chosen" : ""}`);
    }
    this.write();
  }

  drawRoad({ link, line, arrow, back }) {
    let [[x1, y1], [x2, y2]] = [this.screen(this.at[link.from]), this.screen(this.at[link.to])];
    const long = Math.hypot(x2 - x1, y2 - y1) || 1;
    if (back) { const dx = (-(y2 - y1) / long) * 4, dy = ((x2 - x1) / long) * 4; x1 += dx; x2 += dx; y1 += dy; y2 += dy; }
    for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, round(value));
    if (!arrow || long < 26) return [line];
    arrow.setAttribute("transform", `translate(${round((x1 + x2) / 2)} ${round((y1 + y2) / 2)}) rotate(${round((Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI)})`);
    return [line, arrow];
  }

  drawMark(mark) {
    if (!mark.at) return [];
    const [x, y] = this.screen(mark.at), ring = { class: `map-mark ${mark.change}` };
    if (mark.kind === "links" && mark.to) { const [x2, y2] = this.screen(mark.to); return [shape("line", { ...ring, x1: x, y1: y, x2, y2 })]; }
    const node = shape("circle", { ...ring, cx: x, cy: y, r: 11 });
    if (!mark.from) return [node];
    const [x1, y1] = this.screen(mark.from);
    return [shape("line", { ...ring, x1, y1, x2: x, y2: y }), shape("circle", { class: "map-mark gone", cx: x1, cy: y1, r: 7 }), node];
  }

  ruler() {
    const metres = nice(110 / this.scale), y = this.height - 10;
    return [shape("path", { class: "map-ruler", d: `M12,${y - 5}V${y}H${12 + metres * this.scale}V${y - 5}` }), shape("text", { class: "map-note", x: 16, y: y - 4 },
      metres >= 1000 ? `${number(metres / 1000)} km` : `${number(metres)} m`), shape("text", { class: "map-note", x: this.width - 60, y: this.height - 10 }, `↑ ${t("N")}`)];
  }

  // What is marked on a thing: what became of it, and how many servers there were.
  markOf(kind, name) {
    const mark = this.marks.find((one) => one.kind === kind && one.name === name), count = (one) => (one.servers == null ? "∞" : number(one.servers, 0));
    if (!mark) return null;
    const counts = kind === "stations" && mark.before && mark.after && mark.before.servers !== mark.after.servers;
    return { text: counts ? `×${count(mark.before)} → ×${count(mark.after)}` : t(mark.change), tone: mark.change };
  }

  // Labels: everything that stands at a place, then only its names, then the first of them, then none. A badge is never left out.
  write() {
    const keep = Object.values(this.at).map((at) => [...this.screen(at), 100]);
    for (const { link } of this.roads) {
      const [[x1, y1], [x2, y2]] = [this.screen(this.at[link.from]), this.screen(this.at[link.to])], many = Math.min(Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 9), 90);
      for (let i = 1; i < many; i += 1) keep.push([x1 + ((x2 - x1) * i) / many, y1 + ((y2 - y1) * i) / many, 1]);
    }
    const labels = Object.keys(this.at).map((name) => {
      const [x, y] = this.screen(this.at[name]), badge = this.badges.get(name) ?? this.markOf("places", name), own = { text: called(this.ground.places[name], name), colour: null };
      const things = this.there[name].map((thing) => ({ text: thing.text, more: thing.more, colour: thing.colour, badge: this.badges.get(thing.name) ?? this.markOf(thing.kind, thing.name), weight: thing.weight }));
      const lines = things.length ? things : [own], urgent = lines.filter((line) => line.badge), first = urgent[0] ?? lines.reduce((a, b) => ((b.weight ?? 0) > (a.weight ?? 0) ? b : a));
      const head = badge ? [{ ...own, badge }] : [], rest = lines.length > 1 ? [{ ...first, text: `${first.text} +${lines.length - 1}` }] : [];
      const forms = [[...head, ...lines.map((line) => ({ ...line, text: line.text + (line.more ?? "") }))], [...head, ...lines]];
      if (urgent.length && urgent.length < lines.length) forms.push([...head, ...urgent]);
      forms.push(head.length ? head : rest.length ? rest : [first]);
      if (badge || urgent.length) forms.push([{ text: "", colour: null, badge: badge ?? urgent[0].badge }]);
      return { name, x, y, forms, rank: (name === this.chosen ? 1e6 : 0) + (badge || urgent.length ? 1e4 : 0) + lines.length * 20 + lines.reduce((sum, line) => sum + (line.weight ?? 0), 0) };
    });
    const taken = [{ x: this.width - 54, y: 0, w: 54, h: 132 }, { x: 0, y: this.height - 30, w: 150, h: 30 }]; // buttons, ruler
    this.texts.replaceChildren(...placed(labels, keep, [this.width, this.height], taken).map((one) => this.writeLabel(one)));
  }

  writeLabel({ label, lines, box }) {
    const { LINE, PAD, MARK } = spots, tip = [Math.min(Math.max(label.x, box.x), box.x + box.w), Math.min(Math.max(label.y, box.y), box.y + box.h)];
    return shape("g", {}, shape("line", { class: "map-leader", x1: label.x, y1: label.y, x2: tip[0], y2: tip[1] }),
      shape("rect", { class: "map-label", x: box.x, y: box.y, width: box.w, height: box.h, rx: 3 }), lines.flatMap((line, i) => {
        const y = box.y + PAD + LINE * (i + 0.5) - 1.5, x = box.x + PAD;
        const said = shape("text", { x: x + (line.colour ? MARK : 0), y: y + 4 }, line.text), made = [said];
        if (line.colour) made.unshift(coloured(shape("rect", { class: "map-key", x, y: y - 4, width: 9, height: 9 }), line.colour));
        if (line.badge) made.push(shape("text", { class: `map-badge ${line.badge.tone}`, x: box.x + box.w - PAD, y: y + 4, "text-anchor": "end" }, line.badge.text));
        return made;
      }));
  }

  zoom(by, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(Math.max(this.scale * by, this.whole * 0.6), this.whole * MOST), done = scale / this.scale;
    this.x = x - (x - this.x) * done;
    this.y = y - (y - this.y) * done;
    this.scale = scale;
    this.soon();
  }

  pan(dx, dy) { this.x += dx; this.y += dy; this.soon(); }

  // A place goes somewhere else, in whole metres; roads follow it, what stands there as well.
  put(name, [east, north]) {
    this.at[name] = [Math.round(east), Math.round(north)];
    const [x, y] = this.ground.places[name].at;
    for (const node of this.world.querySelectorAll("[data-at], [data-place]")) if ((node.dataset.at ?? node.dataset.place) === name) node.setAttribute("transform", `translate(${this.at[name][0] - x} ${this.at[name][1] - y})`);
    this.soon();
  }

  moved(name) { for (const callback of this.told) callback(name, [...this.at[name]]); }

  listen() {
    const { svg } = this, where = (event) => { const box = svg.getBoundingClientRect(); return [(event.clientX - box.left) * (this.width / box.width), (event.clientY - box.top) * (this.height / box.height)]; };
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== svg) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), ...where(event));
    }, { passive: false });
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      const place = this.movable && this.fingers.size === 0 ? event.target.closest?.("[data-place].map-place")?.dataset.place : null;
      this.fingers.set(event.pointerId, { at: where(event), place, begun: false });
    });
    svg.addEventListener("pointermove", (event) => this.finger(event, where(event)));
    for (const over of ["pointerup", "pointercancel"]) svg.addEventListener(over, (event) => {
      const finger = this.fingers.get(event.pointerId);
      this.fingers.delete(event.pointerId);
      if (finger?.place && finger.begun) this.moved(finger.place);
    });
    svg.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("dblclick", (event) => this.zoom(2, ...where(event)));
  }

  finger(event, [x, y]) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const [dx, dy] = [x - finger.at[0], y - finger.at[1]];
    if (!finger.begun && Math.hypot(dx, dy) < 4) return;
    if (!finger.begun) { finger.begun = true; this.svg.setPointerCapture(event.pointerId); }
    const other = [...this.fingers.entries()].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const before = Math.hypot(finger.at[0] - other.at[0], finger.at[1] - other.at[1]), after = Math.hypot(x - other.at[0], y - other.at[1]);
      this.zoom(after / Math.max(before, 1), (x + other.at[0]) / 2, (y + other.at[1]) / 2);
    } else if (finger.place) this.put(finger.place, [(x - this.x) / this.scale, (this.y - y) / this.scale]);
    else this.pan(dx, dy);
    finger.at = [x, y];
  }

  key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key], place = event.target.closest?.(".map-place")?.dataset.place;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way && place && this.movable) {
      const step = Math.max(nice(6 / this.scale), 1) * (event.shiftKey ? 10 : 1);
      this.put(place, this.at[place].map((metres, i) => metres + way[i] * step));
      this.moved(place);
    } else if (way) this.pan(-40 * way[0], 40 * way[1]);
    else if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") { this.fit(); this.soon(); } else if ((event.key === "Enter" || event.key === " ") && place && this.pick) this.pick(place);
    else return;
    event.preventDefault();
  }
}
