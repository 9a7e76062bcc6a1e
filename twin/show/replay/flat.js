// The port from above on a canvas. What stands is drawn once a view, who moves every frame.

import { LANE, LEAST, LONGEST } from "./player.js";
import { drawSigns, lookOf, ring } from "./signs.js";

const ACROSS = 300; // metres across of what is looked at

export class Flat {
  constructor(canvas, play) {
    this.canvas = canvas;
    this.play = play;
    this.ink = canvas.getContext("2d", { alpha: false });
    this.standing = document.createElement("canvas");
    this.turned = play.box[3] - play.box[1] > play.box[2] - play.box[0]; // the longer side lies across
    this.whole();
  }

  whole() {
    const { box } = this.play;
    this.zoom = 1;
    this.centre = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    this.stale = true;
  }

  // The pixels that the port needs in height at a width.
  height(width) {
    const [across, up] = this.spans();
    return (width * up) / Math.max(across, 1);
  }

  spans() {
    const { box } = this.play, spans = [box[2] - box[0], box[3] - box[1]];
    return this.turned ? spans.reverse() : spans;
  }

  fit(width, height) {
    const [across, up] = this.spans(), ratio = window.devicePixelRatio || 1;
    this.canvas.width = this.standing.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = this.standing.height = Math.max(1, Math.round(height * ratio));
    this.ratio = ratio;
    this.scale = 0.94 * Math.min(this.canvas.width / Math.max(across, 1), this.canvas.height / Math.max(up, 1));
    this.themed();
  }

  // Colours are asked for anew.
  themed() {
    this.look = lookOf(this.canvas, this.ratio);
    this.stale = true;
  }

  pixel(x, y) {
    const s = this.scale * this.zoom, dx = x - this.centre[0], dy = y - this.centre[1];
    return [this.canvas.width / 2 + (this.turned ? -dy : dx) * s, this.canvas.height / 2 - (this.turned ? dx : dy) * s];
  }

  metre(px, py) {
    const s = this.scale * this.zoom;
    const across = (px - this.canvas.width / 2) / s, up = (this.canvas.height / 2 - py) / s;
    const [dx, dy] = this.turned ? [up, -across] : [across, up];
    return [this.centre[0] + dx, this.centre[1] + dy];
  }

  angle(heading) { return this.turned ? -(heading + Math.PI / 2) : -heading; }

  move(dx, dy) {
    const here = this.metre(0, 0), there = this.metre(dx * this.ratio, dy * this.ratio);
    this.centre = [this.centre[0] - there[0] + here[0], this.centre[1] - there[1] + here[1]];
    this.stale = true;
  }

  zoomAt(px, py, factor) {
    const before = this.metre(px * this.ratio, py * this.ratio);
    this.zoom = Math.min(400, Math.max(0.5, this.zoom * factor));
    const after = this.metre(px * this.ratio, py * this.ratio);
    this.centre = [this.centre[0] + before[0] - after[0], this.centre[1] + before[1] - after[1]];
    this.stale = true;
  }

  closer(factor) { this.zoomAt(this.canvas.width / this.ratio / 2, this.canvas.height / this.ratio / 2, factor); }

  // Comes close to a point.
  approach(x, y) {
    this.zoom = Math.max(1, this.canvas.width / this.scale / (ACROSS * this.play.scale));
    this.centre = [x, y];
    this.stale = true;
  }

  // Keeps who is followed in the middle, once one has come close.
  follow(x, y) {
    if (this.zoom <= 1.5) return;
    this.centre = [x, y];
    this.stale = true;
  }

  // Who of a crowd is drawn within some pixels of a point: his number in it, or -1.
  nearest(now, px, py, within) {
    let best = -1, least = within * this.ratio;
    for (let i = 0; i < now.count; i++) {
      const [x, y] = this.pixel(now.x[i], now.y[i]), far = Math.hypot(x - px * this.ratio, y - py * this.ratio);
      if (far < least) { least = far; best = i; }
    }
    return best;
  }

  draw(scene) {
    if (this.stale) this.drawStanding();
    this.ink.drawImage(this.standing, 0, 0);
    this.drawMoving(scene);
    const { now } = scene;
    for (let i = 0; i < now.count; i++) {
      if (this.play.acts.who[now.rows[i]] === scene.followed) ring(this.ink, ...this.pixel(now.x[i], now.y[i]), this.look);
    }
    const { posts } = this.play;
    drawSigns(this.ink, scene.order.map((i) => {
      const [px, py] = this.pixel(...posts[i].middle);
      return { px, py, text: scene.texts[i] };
    }), this.look);
  }

  // Colour by colour: a rectangle for each who is in the picture, along the way that he looks.
  drawMoving({ now, shades }) {
    const { acts, cls, sizes, scale: k } = this.play, { ink } = this, { width, height } = this.canvas;
    const s = this.scale * this.zoom, least = LEAST * this.ratio, x0 = this.centre[0], y0 = this.centre[1];
    for (let what = 0; what < shades.length; what++) {
      ink.fillStyle = shades[what];
      for (let i = 0; i < now.count; i++) {
        const row = now.rows[i];
        if (acts.doing[row] !== what) continue;
        const size = sizes[cls[acts.who[row]]], dx = (now.x[i] - x0) * s, dy = (now.y[i] - y0) * s;
        const long = Math.max(Math.min(size[0], LONGEST) * k * s * now.close[i], least), wide = Math.max(size[1] * k * s, least);
        const px = width / 2 + (this.turned ? -dy : dx), py = height / 2 - (this.turned ? dx : dy);
        if (px < -long || py < -long || px > width + long || py > height + long) continue;
        const angle = this.angle(now.heading[i]), cos = Math.cos(angle), sin = Math.sin(angle);
        ink.setTransform(cos, sin, -sin, cos, px, py);
        ink.fillRect(-long / 2, -wide / 2, long, wide);
      }
    }
    ink.setTransform(1, 0, 0, 1, 0, 0);
  }

  drawStanding() {
    const ink = this.standing.getContext("2d", { alpha: false }), { colour } = this.look;
    this.stale = false;
    ink.fillStyle = colour("--ground");
    ink.fillRect(0, 0, this.standing.width, this.standing.height);
    this.drawRoads(ink, colour);
    const size = this.scale * this.zoom * this.play.scale;
    for (const post of this.play.posts) {
      ink.fillStyle = post.colour ?? colour("--quiet");
      ink.globalAlpha = 0.45;
      const long = Math.max(post.size[0] * size * 0.85, 4 * this.ratio);
      const wide = Math.max(post.size[1] * size, 2 * this.ratio);
      for (const spot of post.spots) {
        const angle = this.angle(post.heading), cos = Math.cos(angle), sin = Math.sin(angle);
        ink.setTransform(cos, sin, -sin, cos, ...this.pixel(spot[0], spot[1]));
        ink.fillRect(-long / 2, -wide / 2, long, wide);
      }
    }
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.globalAlpha = 1;
  }

  drawRoads(ink, colour) {
    const size = this.scale * this.zoom, k = this.play.scale;
    ink.lineCap = "round";
    for (const road of this.play.drawn) {
      ink.strokeStyle = colour(road.gauge === "broad" ? "--broad" : `--${road.kind}`);
      ink.lineWidth = Math.max(2 * this.ratio, LANE * road.lanes * Math.max(1, k / 2) * size);
      ink.beginPath();
      ink.moveTo(...this.pixel(...road.begin));
      ink.lineTo(...this.pixel(...road.end));
      ink.stroke();
    }
  }
}
