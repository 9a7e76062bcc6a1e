// Everybody in one mesh that is written anew each frame: a renderer without a graphics card takes far longer for many
// small ones, and a card takes no longer for this one.

import { PLAIN, moving, plain } from "./models.js";

const FULL_QUADS = 16000; // of those who are near, in all

export class Bodies {
  // `ones` are {form, long, wide, high} by class, null for who is never seen; `most` are inside at once.
  constructor(ones, most) {
    this.shapes = ones.map((one) => one && { one, full: packedShape(moving(one)), plain: packedShape(plain(one)) });
    this.room = most * PLAIN + FULL_QUADS;
    this.points = new Float32Array(12 * this.room);
    this.colours = new Uint8Array(16 * this.room);
    this.clear(most);
  }

  // Begins a frame of so many: nobody takes the room of who comes later.
  clear(many) {
    this.quads = 0;
    this.kept = PLAIN * many;
  }

  // Adds one at a place, stretched along, across and up, in full where there is room for it.
  add(cls, isNear, { x, y, cos, sin, sx, sy, sz }, colour) {
    const shape = this.shapes[cls], fits = this.quads + shape.full.quads + this.kept <= this.room;
    const { points, colours, quads } = isNear && fits ? shape.full : shape.plain;
    let to = 12 * this.quads, tint = 16 * this.quads;
    for (let at = 0; at < points.length; at += 3) {
      const dx = points[at] * sx, dy = points[at + 1] * sy;
      this.points[to++] = x + dx * cos - dy * sin;
      this.points[to++] = y + dx * sin + dy * cos;
      this.points[to++] = points[at + 2] * sz;
      for (let part = 0; part < 3; part++) this.colours[tint++] = Math.min(255, colours[at + part] * colour[part] * 255);
      this.colours[tint++] = 255;
    }
    this.quads += quads;
    this.kept -= PLAIN;
  }
}

function packedShape(shape) {
  const many = shape.points.length / 3, colours = new Float32Array(3 * many);
  for (let i = 0; i < many; i++) for (let part = 0; part < 3; part++) colours[3 * i + part] = shape.colours[4 * i + part];
  return { points: Float32Array.from(shape.points), colours, quads: many / 4 };
}

// The corners of triangles of so many quadrangles.
export function cornersOf(quads) {
  const corners = new Uint32Array(6 * quads);
  for (let i = 0; i < quads; i++) corners.set([4 * i, 4 * i + 1, 4 * i + 2, 4 * i, 4 * i + 2, 4 * i + 3], 6 * i);
  return corners;
}
