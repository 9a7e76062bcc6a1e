// The order in which one passes a port whose layout names no places: boxes and ways, in place of a map.

import { called, shape } from "./map.js";
import { el, state, t } from "./page.js";

export function drawProcess(ground, { label = "", pick = null } = {}) {
  const { process } = ground, [wide, tall] = process.box, nodes = Object.entries(process.nodes), badges = new Map(), spots = nodes.map(([, one]) => one.at[0]);
  let { stations } = ground;
  const left = Math.min(...spots) - wide / 2 - 24, right = Math.max(...spots) + wide / 2 + 24, low = Math.max(...nodes.map(([, one]) => one.at[1]), 0) + tall + 12;
  const svg = shape("svg", { class: "map-sheet process", role: "img", viewBox: `${left} 0 ${right - left} ${low}`, width: right - left, height: low, "aria-label": label || called(ground, ground.name) });
  const line = (points, kind) => shape("polyline", { class: `map-way ${kind}`, points: points.map((point) => point.join(",")).join(" ") });
  const middle = ([x, y], below) => [x, y + 8 + (below ? tall : 0)];

  function draw() {
    svg.replaceChildren(...process.ways.map((way) => line(way.along.flatMap((spot, i) => (i === 0 ? [middle(spot, true)] : i === way.along.length - 1 ? [middle(spot, false)] : [middle(spot, false), middle(spot, true)])), "")),
      ...process.back.map(([begin, end]) => line([middle(process.nodes[begin].at, false), middle(process.nodes[end].at, true)], "back")),
      ...nodes.map(([, one]) => {
        const station = stations[one.name], count = one.kind === "station" && station ? ` ×${station.servers ?? "∞"}` : "", badge = badges.get(one.name);
        const box = shape("rect", { class: `map-step ${one.kind}`, x: one.at[0] - wide / 2, y: one.at[1] + 8, width: wide, height: tall, rx: 5 });
        if (station) box.style.setProperty("--c", station.colour);
        const said = `${one.label[state.lang]}${count}`, made = shape("g", {}, box, shape("title", {}, said),
          shape("text", { x: one.at[0], y: one.at[1] + 8 + tall / 2 + (badge ? -3 : 4), "text-anchor": "middle" }, said.length > 24 ? `${said.slice(0, 23)}…` : said),
          badge && shape("text", { class: `map-badge ${badge.tone}`, x: one.at[0], y: one.at[1] + tall + 2, "text-anchor": "middle" }, badge.text));
        if (pick) made.addEventListener("click", () => pick(one.name));
        return made;
      }));
  }

  draw();
  const node = el("div", { class: "map-box" }, el("p", { class: "quiet" }, t("This port names no places on a map; here is the order in which one passes it.")),
    el("div", { class: "scroll map-frame", tabindex: "0", role: "region", "aria-label": t("order of the steps") }, svg));
  return {
    node,
    badge: (name, text, tone = "") => { if (text == null) badges.delete(name); else badges.set(name, { text: String(text), tone }); draw(); },
    clear: () => { badges.clear(); draw(); }, onMove: () => {}, show: (now) => { ({ stations } = now); draw(); }, choose: () => {},
  };
}
