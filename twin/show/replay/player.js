// A replay on a canvas: who is where at an instant, at any speed. The rules are those of moment.py.

export const TRAVELS = 0, QUEUES = 1, SERVED = 2, BLOCKED = 3, INSIDE = 4, BETWEEN = 5;
const PACE = 8.0, GAP = 2.0, LANE = 4.0; // m/s, metres, metres
const LEAST = 3; // pixels of the shortest side of what is drawn

// The typed columns of a play, from base64 of deflated bytes.
export async function unpack(text, count) {
  const packed = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = await new Response(stream).arrayBuffer();
  const columns = {};
  let at = 0;
  for (const [name, Kind] of [["begins", Float32Array], ["ends", Float32Array], ["who", Int32Array],
    ["where", Int32Array], ["spot", Int32Array], ["doing", Int8Array]]) {
    columns[name] = new Kind(bytes, at, count);
    at += count * Kind.BYTES_PER_ELEMENT;
  }
  return columns;
}

// The rows of all acts that go on at a time.
export function going(play, time) {
  const { begins, ends } = play.acts, rows = [];
  let low = 0, high = begins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (begins[middle] <= time) low = middle + 1; else high = middle;
  }
  for (let i = 0; i < low; i++) if (ends[i] > time) rows.push(i);
  return rows;
}

// [x, y, heading] in metres of each of these rows.
export function positions(play, rows, time) {
  const { doing, where, spot, who } = play.acts, found = new Array(rows.length), lines = new Map();
  rows.forEach((row, i) => {
    const what = doing[row];
    if (what === TRAVELS || what === BETWEEN) found[i] = onTheWay(play, row, time);
    else if (what === QUEUES) {
      if (!lines.has(where[row])) lines.set(where[row], []);
      lines.get(where[row]).push(i);
    } else if (what === INSIDE) found[i] = inYard(play.yards[where[row]], spot[row]);
    else {
      const post = play.posts[where[row]], at = post.spots[spot[row] % post.spots.length];
      found[i] = [at[0], at[1], post.heading];
    }
  });
  for (const [line, members] of lines) {
    const at = standing(play, play.lines[line], members.map((i) => who[rows[i]]));
    members.forEach((i, n) => { found[i] = at[n]; });
  }
  return found;
}

function onTheWay(play, row, time) {
  const { begins, ends, doing, where } = play.acts;
  let begin, end, seconds = ends[row] - begins[row];
  if (doing[row] === TRAVELS) [begin, end] = play.roads[where[row]];
  else {
    const way = play.ways[where[row]];
    begin = [way[0], way[1]];
    end = [way[2], way[3]];
    seconds = Math.min(seconds, Math.hypot(end[0] - begin[0], end[1] - begin[1]) / PACE) || 1;
  }
  const share = Math.min(1, Math.max(0, 1 - (ends[row] - time) / seconds));
  const along = [end[0] - begin[0], end[1] - begin[1]];
  return [begin[0] + share * along[0], begin[1] + share * along[1], Math.atan2(along[1], along[0])];
}

function inYard(yard, spot) {
  const row = Math.floor(spot / yard.across), column = spot % yard.across;
  return [yard.corner[0] + (column + 0.5) * yard.pitch[0], yard.corner[1] + (row + 0.5) * yard.pitch[1],
    Math.PI / 2];
}

function standing(play, line, members) {
  const ends = new Array(line.lanes).fill(0), k = play.scale;
  const places = members.map((one) => {
    const lane = ends.indexOf(Math.min(...ends)), length = play.sizes[play.cls[one]][0] * k;
    const along = ends[lane] + length / 2;
    ends[lane] += length + GAP * k;
    return [along, lane];
  });
  const squeeze = Math.min(1, line.room / Math.max(...ends, 1)), wide = LANE * Math.max(1, k / 2);
  const [bx, by] = line.back, heading = Math.atan2(-by, -bx);
  return places.map(([along, lane]) => {
    const aside = (lane - (line.lanes - 1) / 2) * wide;
    return [line.head[0] + bx * along * squeeze - by * aside,
      line.head[1] + by * along * squeeze + bx * aside, heading];
  });
}

// How many queue in each line, and are served at each post.
export function counts(play, rows) {
  const { doing, where } = play.acts;
  const queue = new Array(play.lines.length).fill(0), served = new Array(play.posts.length).fill(0);
  for (const row of rows) {
    if (doing[row] === QUEUES) queue[where[row]]++;
    else if (doing[row] === SERVED) served[where[row]]++;
  }
  return { queue, served };
}

// ---- the picture

export class View {
  constructor(canvas, play) {
    this.canvas = canvas;
    this.play = play;
    this.zoom = 1;
    this.centre = [(play.box[0] + play.box[2]) / 2, (play.box[1] + play.box[3]) / 2];
    this.turned = play.box[3] - play.box[1] > play.box[2] - play.box[0]; // the longer side lies across
  }

  // The picture is as high as the port needs at this width, and no higher than the window allows.
  fit() {
    let [across, up] = [this.play.box[2] - this.play.box[0], this.play.box[3] - this.play.box[1]];
    if (this.turned) [across, up] = [up, across];
    const needed = (this.canvas.getBoundingClientRect().width * up) / Math.max(across, 1);
    this.canvas.style.height = `${Math.round(Math.min(0.66 * window.innerHeight, Math.max(260, 1.1 * needed)))}px`;
    const rect = this.canvas.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(rect.width * ratio));
    this.canvas.height = Math.max(1, Math.round(rect.height * ratio));
    this.ratio = ratio;
    this.scale = 0.9 * Math.min(this.canvas.width / Math.max(across, 1), this.canvas.height / Math.max(up, 1));
  }

  pixel([x, y]) {
    const s = this.scale * this.zoom, dx = x - this.centre[0], dy = y - this.centre[1];
    const [across, up] = this.turned ? [-dy, dx] : [dx, dy];
    return [this.canvas.width / 2 + across * s, this.canvas.height / 2 - up * s];
  }

  metre([px, py]) {
    const s = this.scale * this.zoom;
    const across = (px - this.canvas.width / 2) / s, up = (this.canvas.height / 2 - py) / s;
    const [dx, dy] = this.turned ? [up, -across] : [across, up];
    return [this.centre[0] + dx, this.centre[1] + dy];
  }

  angle(heading) { return this.turned ? -(heading + Math.PI / 2) : -heading; }

  move(dx, dy) {
    const here = this.metre([0, 0]), there = this.metre([dx * this.ratio, dy * this.ratio]);
    this.centre = [this.centre[0] - there[0] + here[0], this.centre[1] - there[1] + here[1]];
  }

  zoomAt(px, py, factor) {
    const at = [px * this.ratio, py * this.ratio], before = this.metre(at);
    this.zoom = Math.min(400, Math.max(0.5, this.zoom * factor));
    const after = this.metre(at);
    this.centre = [this.centre[0] + before[0] - after[0], this.centre[1] + before[1] - after[1]];
  }

  draw(scene) {
    const ink = this.canvas.getContext("2d"), style = getComputedStyle(this.canvas);
    const colour = (name) => style.getPropertyValue(name).trim();
    ink.fillStyle = colour("--ground");
    ink.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.drawGround(ink, colour);
    const size = this.scale * this.zoom, k = this.play.scale, shades = scene.shades;
    scene.rows.forEach((row, i) => {
      const [x, y, heading] = scene.at[i], [px, py] = this.pixel([x, y]);
      const [length, width] = this.play.sizes[this.play.cls[this.play.acts.who[row]]];
      const wide = Math.max(width * k * size, LEAST * this.ratio);
      const long = Math.max(Math.min(length, 60) * k * size, LEAST * this.ratio);
      ink.save();
      ink.translate(px, py);
      ink.rotate(this.angle(heading));
      ink.fillStyle = shades[this.play.acts.doing[row]];
      ink.fillRect(-long / 2, -wide / 2, long, wide);
      ink.restore();
      if (this.play.acts.who[row] === scene.followed) this.ring(ink, px, py, colour("--accent"));
    });
    this.drawNames(ink, colour, scene);
  }

  ring(ink, px, py, shade) {
    ink.strokeStyle = shade;
    ink.lineWidth = 2.5 * this.ratio;
    ink.beginPath();
    ink.arc(px, py, 11 * this.ratio, 0, 2 * Math.PI);
    ink.stroke();
  }

  drawGround(ink, colour) {
    const size = this.scale * this.zoom, k = this.play.scale;
    ink.lineCap = "round";
    for (const road of this.play.drawn) {
      ink.strokeStyle = colour(`--${road.kind}`);
      ink.lineWidth = Math.max(2 * this.ratio, LANE * road.lanes * Math.max(1, k / 2) * size);
      ink.beginPath();
      ink.moveTo(...this.pixel(road.begin));
      ink.lineTo(...this.pixel(road.end));
      ink.stroke();
    }
    for (const post of this.play.posts) {
      ink.fillStyle = post.colour;
      for (const spot of post.spots) {
        const [px, py] = this.pixel(spot);
        const long = Math.max(post.size[0] * k * size * 0.85, 4 * this.ratio);
        const wide = Math.max(post.size[1] * k * size, 2 * this.ratio);
        ink.save();
        ink.translate(px, py);
        ink.rotate(this.angle(post.heading));
        ink.globalAlpha = 0.45;
        ink.fillRect(-long / 2, -wide / 2, long, wide);
        ink.restore();
      }
    }
  }

  // Names of places with what waits there; one that would cover another is left out.
  drawNames(ink, colour, scene) {
    const taken = [], letters = 12 * this.ratio, pad = 3 * this.ratio;
    ink.font = `${letters}px system-ui, "Noto Sans SC", sans-serif`;
    ink.textBaseline = "middle";
    const order = this.play.posts.map((post, i) => i).sort((a, b) => scene.fullness[b] - scene.fullness[a] || a - b);
    for (const i of order) {
      const post = this.play.posts[i], name = scene.name(post.label), many = scene.said[i];
      const text = many ? `${name} ${many}` : name;
      const [px, py] = this.pixel(post.middle), wide = ink.measureText(text).width;
      const box = [px + 8 * this.ratio, py - letters, px + 8 * this.ratio + wide + 2 * pad, py + 4 * this.ratio];
      if (taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) continue;
      taken.push(box);
      ink.globalAlpha = 0.85;
      ink.fillStyle = colour("--paper");
      ink.fillRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
      ink.globalAlpha = 1;
      ink.fillStyle = colour("--ink");
      ink.fillText(text, box[0] + pad, (box[1] + box[3]) / 2);
    }
  }
}
