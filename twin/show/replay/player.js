// Who is where at an instant, at any speed. The rules are those of moment.py; no frame makes a new object.

export const TRAVELS = 0, QUEUES = 1, SERVED = 2, BLOCKED = 3, INSIDE = 4, BETWEEN = 5;
export const LANE = 4.0; // metres from lane to lane
export const LONGEST = 60, LEAST = 3; // metres of a train, and pixels of anybody's shortest side, that are drawn
const PACE = 8.0, GAP = 2.0; // m/s, metres
const LEAP = 60; // metres beyond which nobody is seen to move up
const BLOCK = 256; // acts of which the last end is kept: those that are over are passed by

// Bytes, from base64 of them deflated.
export async function inflated(text) {
  const packed = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

// The typed columns of a play.
export async function unpack(text, count) {
  const bytes = await inflated(text), columns = {};
  let at = 0;
  for (const [name, Kind] of [["begins", Float32Array], ["ends", Float32Array], ["who", Int32Array],
    ["where", Int32Array], ["spot", Int32Array], ["doing", Int8Array]]) {
    columns[name] = new Kind(bytes, at, count);
    at += count * Kind.BYTES_PER_ELEMENT;
  }
  return columns;
}

// All who are inside at one time: `count` of them, with the `rows` of their acts, metres and heading;
// how many `queue` in each line and are `served` at each post.
export class Crowd {
  constructor(play) {
    this.play = play;
    this.latest = latestOf(play.acts.ends);
    const most = mostAtOnce(play.acts);
    this.count = 0;
    this.rows = new Int32Array(most);
    this.x = new Float64Array(most);
    this.y = new Float64Array(most);
    this.heading = new Float64Array(most);
    this.close = new Float64Array(most); // of his length is drawn: less where a line is longer than its room
    this.queue = new Int32Array(play.lines.length);
    this.served = new Int32Array(play.posts.length);
    this.firstLane = new Int32Array(play.lines.length + 1);
    play.lines.forEach((line, i) => { this.firstLane[i + 1] = this.firstLane[i] + line.lanes; });
    this.laneEnds = new Float64Array(this.firstLane[play.lines.length]);
    this.along = new Float64Array(most);
    this.before = { frame: new Int32Array(play.cls.length), x: new Float64Array(play.cls.length), y: new Float64Array(play.cls.length) };
    this.frame = 0;
    this.lane = new Int32Array(most);
  }

  // Moves everybody to where he is at a time.
  at(time) {
    const { acts, posts, lines } = this.play;
    this.find(time);
    this.queue.fill(0);
    this.served.fill(0);
    this.laneEnds.fill(0);
    for (let i = 0; i < this.count; i++) {
      const row = this.rows[i], what = acts.doing[row], where = acts.where[row];
      if (what === QUEUES) this.lineUp(i, where);
      else if (what === TRAVELS || what === BETWEEN) this.onTheWay(i, row, time);
      else if (what === INSIDE) this.inYard(i, this.play.yards[where], acts.spot[row]);
      else {
        const post = posts[where], spot = post.spots[acts.spot[row] % post.spots.length];
        this.put(i, spot[0], spot[1], post.heading);
        if (what === SERVED) this.served[where]++;
      }
    }
    for (let i = 0; i < this.count; i++)
      if (acts.doing[this.rows[i]] === QUEUES) this.stand(i, acts.where[this.rows[i]], lines);
    return this;
  }

  // Moves who stands only a share of the way from where he was in the frame before: so a queue is seen to move up.
  ease(share) {
    const { acts, scale } = this.play, { frame, x, y } = this.before;
    this.frame++;
    for (let i = 0; i < this.count; i++) {
      const row = this.rows[i], one = acts.who[row], what = acts.doing[row];
      const dx = this.x[i] - x[one], dy = this.y[i] - y[one], isNew = frame[one] !== this.frame - 1;
      if (!isNew && what !== TRAVELS && what !== BETWEEN && Math.hypot(dx, dy) < LEAP * scale) {
        this.x[i] = x[one] + share * dx;
        this.y[i] = y[one] + share * dy;
      }
      frame[one] = this.frame;
      x[one] = this.x[i];
      y[one] = this.y[i];
    }
    return this;
  }

  // The rows of all acts that go on at a time, in their order.
  find(time) {
    const { begins, ends } = this.play.acts;
    let low = 0, high = begins.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (begins[middle] <= time) low = middle + 1; else high = middle;
    }
    this.count = 0;
    for (let block = 0, first = 0; first < low; block++, first += BLOCK) {
      if (this.latest[block] <= time) continue;
      const last = Math.min(first + BLOCK, low);
      for (let row = first; row < last; row++) if (ends[row] > time) this.rows[this.count++] = row;
    }
  }

  put(i, x, y, heading) {
    this.x[i] = x;
    this.y[i] = y;
    this.heading[i] = heading;
    this.close[i] = 1;
  }

  onTheWay(i, row, time) {
    const { begins, ends, doing, where } = this.play.acts;
    let x0, y0, x1, y1, seconds = ends[row] - begins[row];
    if (doing[row] === TRAVELS) {
      const road = this.play.roads[where[row]];
      x0 = road[0][0]; y0 = road[0][1]; x1 = road[1][0]; y1 = road[1][1];
    } else {
      const way = this.play.ways[where[row]];
      x0 = way[0]; y0 = way[1]; x1 = way[2]; y1 = way[3];
      seconds = Math.min(seconds, Math.hypot(x1 - x0, y1 - y0) / PACE) || 1;
    }
    const share = Math.min(1, Math.max(0, 1 - (ends[row] - time) / seconds));
    this.put(i, x0 + share * (x1 - x0), y0 + share * (y1 - y0), Math.atan2(y1 - y0, x1 - x0));
  }

  inYard(i, yard, spot) {
    const row = Math.floor(spot / yard.across), column = spot % yard.across;
    this.put(i, yard.corner[0] + (column + 0.5) * yard.pitch[0], yard.corner[1] + (row + 0.5) * yard.pitch[1],
      Math.PI / 2);
  }

  // Takes the end of the shortest lane of a line; where that is, is known when all have theirs.
  lineUp(i, line) {
    const { sizes, cls, acts, scale } = this.play, first = this.firstLane[line], last = this.firstLane[line + 1];
    let lane = first;
    for (let other = first + 1; other < last; other++) if (this.laneEnds[other] < this.laneEnds[lane]) lane = other;
    const length = sizes[cls[acts.who[this.rows[i]]]][0] * scale;
    this.along[i] = this.laneEnds[lane] + length / 2;
    this.lane[i] = lane - first;
    this.laneEnds[lane] += length + GAP * scale;
    this.queue[line]++;
  }

  stand(i, number, lines) {
    const line = lines[number], k = this.play.scale, [bx, by] = line.back;
    let longest = 1;
    for (let lane = this.firstLane[number]; lane < this.firstLane[number + 1]; lane++)
      longest = Math.max(longest, this.laneEnds[lane]);
    const close = Math.min(1, line.room / longest), along = this.along[i] * close;
    const aside = (this.lane[i] - (line.lanes - 1) / 2) * LANE * Math.max(1, k / 2);
    this.put(i, line.head[0] + bx * along - by * aside, line.head[1] + by * along + bx * aside, Math.atan2(-by, -bx));
    this.close[i] = close;
  }
}

function latestOf(ends) {
  const latest = new Float64Array(Math.ceil(ends.length / BLOCK));
  for (let i = 0; i < ends.length; i++) latest[Math.floor(i / BLOCK)] = Math.max(latest[Math.floor(i / BLOCK)], ends[i]);
  return latest;
}

// The most acts that ever go on at once: at least one, so that arrays are never empty.
function mostAtOnce({ begins, ends }) {
  const over = Float64Array.from(ends).sort();
  let most = 1;
  for (let i = 0, gone = 0; i < begins.length; i++) {
    while (over[gone] <= begins[i]) gone++;
    most = Math.max(most, i + 1 - gone);
  }
  return most;
}
