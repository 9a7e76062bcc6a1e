// Everybody in one mesh that is written anew each frame: a renderer without a graphics card takes far longer for many
// small ones, and a card takes no longer for this one.

import { rgbOf, shapeOf } from "./models.js";

const FULL_QUADS = 16000; // of those who are near, in all
export const PLAIN = 5; // quadrangles of who is far away: a box

export class Bodies {
  // `ones` are {parts, long, wide, high} by class, null for who is never seen; `most` are inside at once.
  constructor(ones, most) {
    this.ones = ones;
    this.room = most * PLAIN + FULL_QUADS;
    this.points = new Float32Array(12 * this.room);
    this.colours = new Uint8Array(16 * this.room);
    this.tinted(["#ffffff"]);
    this.clear(most);
  }

  // Knows the colours of what is done, from which it is told later by number.
  tinted(shades) {
    if (this.shades === shades.join()) return;
    this.shades = shades.join();
    const colours = shades.map(rgbOf);
    this.shapes = this.ones.map((one) => one && { one, full: packed(one.parts, colours), ...far(one, colours) });
  }

  // Begins a frame of so many: nobody takes the room of who comes later.
  clear(many) {
    this.quads = 0;
    this.kept = PLAIN * many;
  }

  // Adds one at a place, stretched along, across and up: "full" where there is room for it, "plain", or a "speck".
  add(cls, detail, { x, y, cos, sin, sx, sy, sz }, doing) {
    const shape = this.shapes[cls], fits = this.quads + shape.full.quads + this.kept <= this.room;
    const { points, colours, quads } = detail === "full" && !fits ? shape.plain : shape[detail], into = this.points;
    const ax = cos * sx, ay = sin * sy, bx = sin * sx, by = cos * sy;
    this.colours.set(colours[doing], 16 * this.quads);
    for (let at = 0, to = 12 * this.quads; at < points.length; at += 3, to += 3) {
      const dx = points[at], dy = points[at + 1];
      into[to] = x + dx * ax - dy * ay;
      into[to + 1] = y + dx * bx + dy * by;
      into[to + 2] = points[at + 2] * sz;
    }
    this.quads += quads;
    this.kept -= PLAIN;
  }
}

// A box in the colour of what its one does, and of it the roof alone, for who is but a speck.
function far({ long, wide, high }, shades) {
  const plain = packed([["box", [0, 0, 0], [long, wide, high], "#ffffff", 1]], shades);
  const roof = { points: plain.points.slice(0, 12), colours: plain.colours.map((each) => each.slice(0, 16)), quads: 1 };
  return { plain, speck: roof };
}

// Points of parts, and their colours as bytes for each that they may take.
function packed(parts, shades) {
  const made = shades.map((shade) => shapeOf(parts, shade)), { points } = made[0];
  const colours = made.map((shape) => Uint8Array.from(shape.colours, (part) => Math.min(255, part * 255)));
  return { points: Float32Array.from(points), colours, quads: points.length / 12 };
}

// The corners of triangles of so many quadrangles.
export function cornersOf(quads) {
  const corners = new Uint32Array(6 * quads);
  for (let i = 0; i < quads; i++) corners.set([4 * i, 4 * i + 1, 4 * i + 2, 4 * i, 4 * i + 2, 4 * i + 3], 6 * i);
  return corners;
}
