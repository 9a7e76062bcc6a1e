// The page around the player: buttons, the line of time, who is followed. Texts are set as text, never as markup.

import { BETWEEN, Crowd, inflated } from "./player.js";
import { Flat } from "./flat.js";
import { Solid } from "./solid.js";

const MOVES_UP = 120; // ms in which most of a move up in a queue is seen
const SPEEDS = [1, 10, 30, 60, 120, 300, 600, 1800];

export function begin(play, words, lang) {
  const $ = (id) => document.getElementById(id);
  const state = { time: play.opens, runs: false, speed: 120, followed: -1, lang, last: 0 };
  const crowd = new Crowd(play), flat = new Flat($("port"), play);
  let view = flat, solid = null;
  play.most = crowd.rows.length;
  const say = (key) => words[state.lang][key] ?? key;
  const name = (label) => label[state.lang] ?? label.en;

  function clock(time) {
    const at = new Date(Date.parse(play.start + "Z") + time * 1000);
    const text = at.toISOString();
    return play.end > 86400 ? text.slice(5, 19).replace("T", " ") : text.slice(11, 19);
  }

  // What is drawn of a time; names are put in order anew when they are told anew.
  const scene = { now: crowd, followed: -1, shades: [], order: play.posts.map((_, i) => i), texts: [], told: 0 };
  function show(passed = Infinity) {
    crowd.at(state.time).ease(1 - Math.exp(-passed / MOVES_UP));
    scene.followed = state.followed;
    if (state.followed >= 0) {
      for (let i = 0; i < crowd.count; i++)
        if (play.acts.who[crowd.rows[i]] === state.followed) view.follow(crowd.x[i], crowd.y[i], crowd.heading[i]);
    }
    tell();
    draw();
    $("clock").textContent = clock(state.time);
    $("time").value = state.time;
    $("time").setAttribute("aria-valuetext", clock(state.time));
  }

  // Once the picture rests it is drawn as fine as can be.
  let resting = 0;
  function draw() {
    clearTimeout(resting);
    view.draw(scene);
    if (view === solid) resting = setTimeout(() => { solid.rest(scene); }, 350);
  }

  function themed() {
    const style = getComputedStyle(document.documentElement);
    scene.shades = play.doing.map((what) => style.getPropertyValue(`--${what}`).trim());
    flat.themed();
    solid?.themed();
    drawCurve();
    show();
  }

  let toldAt = 0;
  function tell(now = performance.now()) {
    if (state.runs && now - toldAt < 400) return; // a table that changes sixty times a second is not read
    toldAt = now;
    namePlaces();
    const waits = Array.from(crowd.queue, (many, line) => [many, line]).filter(([many]) => many).sort((a, b) => b[0] - a[0]);
    fill($("queues"), waits.slice(0, 8).map(([many, line]) => [lookAt(play.lines[line]), many]));
    $("inside").textContent = `${say("all_inside")}: ${crowd.count}`;
    tellFollowed();
  }

  // A button that goes to where a line begins.
  function lookAt(line) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name(line.label) });
    button.onclick = () => { choose(-1); view.approach(...line.head); show(); };
    return button;
  }

  // The fullest first: theirs are the names that are seen where not all have room.
  function namePlaces() {
    const many = play.posts.map((post) => post.lines.reduce((sum, line) => sum + crowd.queue[line], 0));
    scene.texts = play.posts.map((post, i) => (many[i] ? `${name(post.label)} ${many[i]}` : name(post.label)));
    scene.told++;
    const full = (i) => many[i] * 1000 + crowd.served[i];
    scene.order.sort((a, b) => full(b) - full(a) || a - b);
  }

  function fill(body, rows) {
    body.replaceChildren(...rows.map((cells) => {
      const row = document.createElement("tr");
      row.append(...cells.map((cell) => {
        const made = document.createElement("td");
        made.append(cell);
        return made;
      }));
      return row;
    }));
  }

  function whereOf(row) {
    const what = play.doing[play.acts.doing[row]], list = { travels: play.roads_said, queues: play.lines,
      served: play.posts, blocked: play.posts, inside: play.yards }[what];
    return list ? name(list[play.acts.where[row]].label) : "";
  }

  function tellFollowed() {
    $("follow").hidden = state.followed < 0;
    if (state.followed < 0) return;
    const one = state.followed, mine = [];
    for (let i = 0; i < play.acts.who.length; i++) if (play.acts.who[i] === one) mine.push(i);
    $("who").textContent = `${name(play.classes[play.cls[one]])} ${one + 1}`;
    fill($("acts"), mine.filter((i) => play.acts.doing[i] !== BETWEEN).map((i) => {
      const now = play.acts.begins[i] <= state.time && state.time < play.acts.ends[i];
      const minutes = ((play.acts.ends[i] - play.acts.begins[i]) / 60).toFixed(1);
      return [`${now ? "▶ " : ""}${clock(play.acts.begins[i])}`, say(play.doing[play.acts.doing[i]]), whereOf(i), minutes];
    }));
  }

  function frame(now) {
    if (!state.runs) return;
    const passed = state.last ? Math.min(now - state.last, 250) : 0;
    if (view === solid && state.last) solid.paced(now - state.last);
    state.last = now;
    state.time += (passed / 1000) * state.speed;
    if (state.time >= play.end) { state.time = play.end; run(false); }
    show(passed);
    requestAnimationFrame(frame);
  }

  function run(on) {
    state.runs = on;
    state.last = 0;
    $("run").textContent = say(on ? "pause" : "play");
    $("run").setAttribute("aria-pressed", String(on));
    if (on) requestAnimationFrame(frame); else tell();
  }

  function go(time) { state.time = Math.min(play.end, Math.max(0, time)); show(); }

  function speak() {
    document.documentElement.lang = state.lang;
    document.title = `${name(play.label)} · ${say("replay")}`;
    $("title").textContent = document.title;
    for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
    for (const each of document.querySelectorAll("[data-name]")) each.setAttribute("aria-label", say(each.dataset.name));
    $("lang").textContent = state.lang === "zh" ? "English" : "中文";
    const gauges = new Set(play.drawn.map((road) => road.gauge).filter(Boolean));
    const tracks = gauges.size > 1 ? ["broad", "track"] : []; // told where tracks of both are there
    $("legend").replaceChildren(...[...play.doing, ...tracks].map((what) => {
      const item = document.createElement("li"), mark = document.createElement("span");
      mark.className = "mark";
      mark.style.background = `var(--${what})`;
      item.append(mark, say(what));
      return item;
    }));
    $("off").hidden = !play.off;
    $("off").textContent = play.off ? name(play.off) : "";
    run(state.runs);
    toldAt = 0;
    show();
  }

  function drawCurve() {
    const canvas = $("curve"), rect = canvas.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    canvas.width = rect.width * ratio;
    canvas.height = rect.height * ratio;
    const ink = canvas.getContext("2d"), most = Math.max(1, ...play.curve);
    ink.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--queues").trim();
    ink.beginPath();
    ink.moveTo(0, canvas.height);
    play.curve.forEach((many, i) => {
      const x = (i / (play.curve.length - 1)) * canvas.width;
      ink.lineTo(x, canvas.height * (1 - many / most));
    });
    ink.lineTo(canvas.width, canvas.height);
    ink.fill();
  }

  function choose(number) {
    state.followed = number >= 0 && number < play.cls.length ? number : -1;
    solid?.leave();
    $("number").value = state.followed < 0 ? "" : state.followed + 1;
    show();
  }

  $("time").max = play.end;
  $("speed").replaceChildren(...SPEEDS.map((speed) => new Option(`${speed} ×`, speed, false, speed === state.speed)));
  $("run").onclick = () => run(!state.runs);
  $("speed").onchange = (event) => { state.speed = Number(event.target.value); };
  $("time").oninput = (event) => go(Number(event.target.value));
  $("worst").onclick = () => { run(false); go(play.worst); };
  $("whole").onclick = () => { choose(-1); view.whole(); show(); };
  $("flat_on").onclick = () => change(flat);
  $("solid_on").onclick = () => toSolid();
  $("number").max = play.cls.length;
  $("number").onchange = (event) => choose(Number(event.target.value) - 1);
  $("leave").onclick = () => choose(-1);
  $("lang").onclick = () => { state.lang = state.lang === "zh" ? "en" : "zh"; speak(); };

  // ---- from above or in three dimensions; three.js is unpacked when it is asked for

  async function toSolid() {
    try {
      solid ??= await made();
    } catch (error) {
      console.warn(error);
      return without();
    }
    change(solid);
  }

  async function made() {
    if (!window.THREE) {
      const script = document.createElement("script");
      script.textContent = new TextDecoder().decode(await inflated($("three").textContent));
      document.head.append(script);
    }
    const view = new Solid(window.THREE, $("solid"), $("over"), play);
    const fullest = crowd.at(play.worst).queue.reduce((best, many, line, all) => (many > all[best] ? line : best), 0);
    view.approach(...(play.lines[fullest]?.head ?? view.middle));
    view.controls.addEventListener("change", () => { if (!state.runs && view.size) requestAnimationFrame(draw); });
    $("solid").addEventListener("webglcontextlost", without);
    return view;
  }

  // Where nothing can be drawn in three dimensions the map stays, and says so.
  function without() {
    $("solid_on").disabled = true;
    $("no_solid").hidden = false;
    change(flat);
  }

  function change(to) {
    clearTimeout(resting);
    view = to;
    for (const [id, isShown] of [["port", view === flat], ["solid", view === solid], ["over", view === solid]]) $(id).hidden = !isShown;
    $("flat_on").setAttribute("aria-pressed", String(view === flat));
    $("solid_on").setAttribute("aria-pressed", String(view === solid));
    resized();
  }

  // The picture is as high as the port needs at this width, and no higher than the window allows.
  function resized() {
    const stage = $("stage"), width = stage.clientWidth;
    const height = Math.round(Math.min(0.66 * window.innerHeight, Math.max(260, 1.1 * view.height(width))));
    stage.style.height = `${height}px`;
    view.fit(width, height);
    drawCurve();
    show();
  }

  const port = $("port"), over = $("over");
  let held = null;
  const press = (event) => { held = [event.offsetX, event.offsetY, false]; };
  const release = (event) => {
    if (held && !held[2]) pick(event.offsetX, event.offsetY);
    held = null;
  };
  // One finger or the mouse moves the map; two draw it apart.
  const fingers = new Map();
  const apart = () => { const [one, other] = fingers.values(); return Math.hypot(one[0] - other[0], one[1] - other[1]); };
  port.onpointerdown = (event) => {
    press(event);
    fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
    port.setPointerCapture(event.pointerId);
  };
  port.onpointermove = (event) => {
    if (!held || !fingers.has(event.pointerId)) return;
    const before = fingers.size > 1 ? apart() : 0;
    fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
    if (before) {
      const [one, other] = fingers.values();
      flat.zoomAt((one[0] + other[0]) / 2, (one[1] + other[1]) / 2, apart() / before);
      held[2] = true;
      return show();
    }
    const dx = event.offsetX - held[0], dy = event.offsetY - held[1];
    if (!held[2] && Math.hypot(dx, dy) < 4) return;
    flat.move(dx, dy);
    held = [event.offsetX, event.offsetY, true];
    show();
  };
  port.onpointerup = (event) => { fingers.delete(event.pointerId); if (!fingers.size) release(event); };
  port.onpointercancel = (event) => { fingers.delete(event.pointerId); held = null; };
  port.onwheel = (event) => {
    event.preventDefault();
    flat.zoomAt(event.offsetX, event.offsetY, Math.exp(-event.deltaY * 0.0015));
    show();
  };
  over.addEventListener("pointerdown", press);
  over.addEventListener("pointermove", (event) => {
    if (held && Math.hypot(event.offsetX - held[0], event.offsetY - held[1]) > 4) held[2] = true;
  });
  over.addEventListener("pointerup", release);

  const TIMES = { ArrowLeft: -60, ArrowRight: 60, PageUp: -3600, PageDown: 3600 };
  const WAYS = { a: [-1, 0], d: [1, 0], w: [0, 1], s: [0, -1] }; // to the right, and up or away
  function steer([right, up], isMoved) {
    if (view === flat) flat.move(-60 * right, 60 * up);
    else if (isMoved) solid.move(0.1 * right, 0.1 * up);
    else solid.turn(0.12 * right, 0.08 * up);
    show();
  }
  port.onkeydown = over.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") run(!state.runs);
    else if (event.key in TIMES) go(state.time + TIMES[event.key]);
    else if (event.key === "+" || event.key === "-") { view.closer(event.key === "+" ? 1.25 : 0.8); show(); }
    else if (event.key === "Home") go(play.worst);
    else if (event.key.toLowerCase() in WAYS) steer(WAYS[event.key.toLowerCase()], event.shiftKey);
    else return;
    event.preventDefault();
  };

  function pick(x, y) {
    const one = view.nearest(crowd, x, y, 14);
    choose(one < 0 ? -1 : play.acts.who[crowd.rows[one]]);
  }

  new ResizeObserver(() => { if ($("stage").clientWidth !== resizedTo) { resizedTo = $("stage").clientWidth; resized(); } }).observe($("stage"));
  let resizedTo = $("stage").clientWidth;
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themed);
  resized();
  themed();
  speak();
  return { state, go, run, choose, toSolid, flat, crowd, scene, view: () => view };
}
