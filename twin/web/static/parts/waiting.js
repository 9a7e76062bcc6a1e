// What takes longer than a moment is said with its seconds, at the edge of the page.

import { el, t } from "./page.js";

const MOMENT = 1.2, LARGE = 15; // s: nothing is said before; what takes longer is said to
const going = new Map(); // {key: when it began}
const text = el("span"), clock = el("span", { "aria-hidden": "true" }), node = el("p", { id: "waiting", role: "status", hidden: true }, text, clock);
let timer = null;

function tick() {
  const seconds = (performance.now() - Math.min(...going.values())) / 1000;
  if (!going.size) clearInterval(timer);
  node.hidden = !going.size || seconds < MOMENT;
  if (node.hidden) return;
  const said = t(seconds > LARGE ? "loading the port; a large one takes up to a minute" : "loading the port");
  if (text.textContent !== said) text.textContent = said;
  clock.textContent = ` · ${Math.floor(seconds)} s`;
}

// Gives what a promise gives; while it is awaited the page says so.
export async function waitedFor(promise) {
  const key = Symbol("question");
  if (!node.isConnected) document.body.append(node);
  if (!going.size) timer = setInterval(tick, 500);
  going.set(key, performance.now());
  try { return await promise; } finally { going.delete(key); tick(); }
}
