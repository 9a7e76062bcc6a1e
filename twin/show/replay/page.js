// The page around the player: buttons, the line of time, who is followed. Texts are set as text, never as markup.

import { View, counts, going, positions, BETWEEN } from "./player.js";

const SPEEDS = [1, 10, 30, 60, 120, 300, 600, 1800];

export function begin(play, words, lang) {
  const $ = (id) => document.getElementById(id);
  const state = { time: play.worst, runs: false, speed: 120, followed: -1, lang, last: 0 };
  const view = new View($("port"), play);
  const say = (key) => words[state.lang][key] ?? key;
  const name = (label) => label[state.lang] ?? label.en;

  function clock(time) {
    const at = new Date(Date.parse(play.start + "Z") + time * 1000);
    const text = at.toISOString();
    return play.end > 86400 ? text.slice(5, 19).replace("T", " ") : text.slice(11, 19);
  }

  function shades() {
    const style = getComputedStyle(document.documentElement);
    return play.doing.map((what) => style.getPropertyValue(`--${what}`).trim());
  }

  function sceneAt(time) {
    const rows = going(play, time), at = positions(play, rows, time), { queue, served } = counts(play, rows);
    const fullness = play.posts.map((post) => post.lines.reduce((sum, line) => sum + queue[line], 0) * 1000);
    const said = fullness.map((many, i) => (many ? String(many / 1000) : ""));
    fullness.forEach((_, i) => { fullness[i] += served[i]; });
    return { rows, at, queue, served, fullness, said, name, followed: state.followed, shades: shades() };
  }

  let scene = null;
  function show() {
    scene = sceneAt(state.time);
    if (state.followed >= 0) {
      const i = scene.rows.findIndex((row) => play.acts.who[row] === state.followed);
      if (i >= 0 && view.zoom > 1.5) view.centre = scene.at[i].slice(0, 2);
    }
    view.draw(scene);
    $("clock").textContent = clock(state.time);
    $("time").value = state.time;
    $("time").setAttribute("aria-valuetext", clock(state.time));
    tell();
  }

  let toldAt = 0;
  function tell(now = performance.now()) {
    if (state.runs && now - toldAt < 400) return; // a table that changes sixty times a second is not read
    toldAt = now;
    const waits = scene.queue.map((many, line) => [many, line]).filter(([many]) => many).sort((a, b) => b[0] - a[0]);
    fill($("queues"), waits.slice(0, 8).map(([many, line]) => [name(play.lines[line].label), many]));
    $("inside").textContent = `${say("all_inside")}: ${scene.rows.length}`;
    tellFollowed();
  }

  function fill(body, rows) {
    body.replaceChildren(...rows.map((cells) => {
      const row = document.createElement("tr");
      row.append(...cells.map((cell) => Object.assign(document.createElement("td"), { textContent: cell })));
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
    state.last = now;
    state.time += (passed / 1000) * state.speed;
    if (state.time >= play.end) { state.time = play.end; run(false); }
    show();
    requestAnimationFrame(frame);
  }

  function run(on) {
    state.runs = on;
    state.last = 0;
    $("run").textContent = say(on ? "pause" : "play");
    $("run").setAttribute("aria-pressed", String(on));
    if (on) requestAnimationFrame(frame); else if (scene) tell();
  }

  function go(time) { state.time = Math.min(play.end, Math.max(0, time)); show(); }

  function speak() {
    document.documentElement.lang = state.lang;
    document.title = `${name(play.label)} · ${say("replay")}`;
    $("title").textContent = document.title;
    for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
    for (const each of document.querySelectorAll("[data-name]")) each.setAttribute("aria-label", say(each.dataset.name));
    $("lang").textContent = state.lang === "zh" ? "English" : "中文";
    $("legend").replaceChildren(...play.doing.map((what) => {
      const item = document.createElement("li"), mark = document.createElement("span");
      mark.className = "mark";
      mark.style.background = `var(--${what})`;
      item.append(mark, say(what));
      return item;
    }));
    run(state.runs);
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
    $("number").value = state.followed < 0 ? "" : state.followed + 1;
    show();
  }

  $("time").max = play.end;
  $("speed").replaceChildren(...SPEEDS.map((speed) => new Option(`${speed} ×`, speed, false, speed === state.speed)));
  $("run").onclick = () => run(!state.runs);
  $("speed").onchange = (event) => { state.speed = Number(event.target.value); };
  $("time").oninput = (event) => go(Number(event.target.value));
  $("worst").onclick = () => { run(false); go(play.worst); };
  $("whole").onclick = () => { view.zoom = 1; view.centre = new View($("port"), play).centre; show(); };
  $("number").max = play.cls.length;
  $("number").onchange = (event) => choose(Number(event.target.value) - 1);
  $("leave").onclick = () => choose(-1);
  $("lang").onclick = () => { state.lang = state.lang === "zh" ? "en" : "zh"; speak(); };

  const port = $("port");
  let held = null;
  port.onpointerdown = (event) => { held = [event.offsetX, event.offsetY, false]; port.setPointerCapture(event.pointerId); };
  port.onpointermove = (event) => {
    if (!held) return;
    const dx = event.offsetX - held[0], dy = event.offsetY - held[1];
    if (!held[2] && Math.hypot(dx, dy) < 4) return;
    view.move(dx, dy);
    held = [event.offsetX, event.offsetY, true];
    show();
  };
  port.onpointerup = (event) => {
    if (held && !held[2]) choose(nearest(event.offsetX, event.offsetY));
    held = null;
  };
  port.onwheel = (event) => {
    event.preventDefault();
    view.zoomAt(event.offsetX, event.offsetY, Math.exp(-event.deltaY * 0.0015));
    show();
  };
  port.onkeydown = (event) => {
    const steps = { ArrowLeft: -60, ArrowRight: 60, PageUp: -3600, PageDown: 3600 };
    if (event.key === " ") run(!state.runs);
    else if (event.key in steps) go(state.time + steps[event.key]);
    else if (event.key === "+" || event.key === "-") {
      view.zoomAt(port.clientWidth / 2, port.clientHeight / 2, event.key === "+" ? 1.25 : 0.8);
      show();
    } else if (event.key === "Home") go(play.worst);
    else return;
    event.preventDefault();
  };

  function nearest(x, y) {
    let best = -1, least = 14 * view.ratio;
    scene.at.forEach((at, i) => {
      const [px, py] = view.pixel(at), far = Math.hypot(px - x * view.ratio, py - y * view.ratio);
      if (far < least) { least = far; best = play.acts.who[scene.rows[i]]; }
    });
    return best;
  }

  function resized() { view.fit(); drawCurve(); show(); }
  new ResizeObserver(resized).observe(port);
  view.fit();
  drawCurve();
  speak();
  return { state, go, run, choose, scene: () => scene, view };
}
