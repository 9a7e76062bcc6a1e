// Parts and strips as triangles in metres: x forward, y to the left, z up. The light is in the colours.

const SUN = [-0.33, -0.46, 0.82];

export class Shape {
  constructor() {
    this.points = [];
    this.colours = [];
    this.corners = [];
  }

  // A quadrangle, its corners against the clock as seen from outside; colours are red, green, blue, alpha.
  quad(corners, colour) {
    const first = this.points.length / 3;
    for (const corner of corners) {
      this.points.push(...corner);
      this.colours.push(colour[0], colour[1], colour[2], colour[3] ?? 1);
    }
    this.corners.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }

  // A box that stands at `place` (x, y, z of the middle of its underside, heading); its underside is never seen.
  box([x, y, z, heading = 0], [long, wide, high], colour) {
    const cos = Math.cos(heading), sin = Math.sin(heading);
    const at = (dx, dy, dz) => [x + dx * cos - dy * sin, y + dx * sin + dy * cos, z + dz];
    const l = long / 2, w = wide / 2, h = high;
    this.quad([at(-l, -w, h), at(l, -w, h), at(l, w, h), at(-l, w, h)], lit(colour, 0, 0, 1));
    this.quad([at(l, -w, 0), at(l, w, 0), at(l, w, h), at(l, -w, h)], lit(colour, cos, sin, 0));
    this.quad([at(-l, w, 0), at(-l, -w, 0), at(-l, -w, h), at(-l, w, h)], lit(colour, -cos, -sin, 0));
    this.quad([at(l, w, 0), at(-l, w, 0), at(-l, w, h), at(l, w, h)], lit(colour, -sin, cos, 0));
    this.quad([at(-l, -w, 0), at(l, -w, 0), at(l, -w, h), at(-l, -w, h)], lit(colour, sin, -cos, 0));
  }

  // A column of six sides that may be narrower above.
  column([x, y, z], [below, above, high], colour) {
    const at = (i, radius, dz) => [x + radius * Math.cos((i * Math.PI) / 3), y + radius * Math.sin((i * Math.PI) / 3), z + dz];
    for (let i = 0; i < 6; i++) {
      const middle = ((i + 0.5) * Math.PI) / 3;
      this.quad([at(i, below, 0), at(i + 1, below, 0), at(i + 1, above, high), at(i, above, high)],
        lit(colour, Math.cos(middle), Math.sin(middle), 0));
    }
    for (const i of [0, 3]) this.quad([0, 1, 2, 3].map((n) => at(i + n, above, high)), lit(colour, 0, 0, 1));
  }

  // A part [form, place, size, colour, own] of a thing {x, y, heading, k} that has a colour of its own.
  part([form, [dx, dy, z], size, colour, own], { x, y, heading, k }, shade) {
    const cos = Math.cos(heading), sin = Math.sin(heading), metres = size.map((each) => each * k);
    const at = [x + (dx * cos - dy * sin) * k, y + (dx * sin + dy * cos) * k, z * k], mix = own ? mixed(rgbOf(colour), shade, own) : rgbOf(colour);
    if (form === "box") this.box([...at, heading], metres, mix);
    else this.column(at, metres, mix);
  }

  // A strip on the ground between two points.
  strip([x0, y0], [x1, y1], wide, colour) {
    const long = Math.hypot(x1 - x0, y1 - y0) || 1, nx = -(y1 - y0) / long, ny = (x1 - x0) / long;
    const at = (x, y, off) => [x + nx * off, y + ny * off, 0];
    this.quad([at(x0, y0, -wide / 2), at(x1, y1, -wide / 2), at(x1, y1, wide / 2), at(x0, y0, wide / 2)], colour);
  }
}

function lit(colour, nx, ny, nz) {
  const light = 0.66 + 0.42 * Math.max(0, nx * SUN[0] + ny * SUN[1] + nz * SUN[2]);
  return [colour[0] * light, colour[1] * light, colour[2] * light, colour[3] ?? 1];
}

// Of a colour with another one; how far it is seen through stays.
export function mixed(one, other, share) { return one.map((part, i) => (i < 3 ? part * (1 - share) + other[i] * share : part)); }

// Red, green, blue, and alpha where it is told, of "#rrggbb" or "#rrggbbaa".
export function rgbOf(text) {
  return text.slice(1).match(/../g).map((two) => parseInt(two, 16) / 255);
}

// A shape of its own that takes a colour where its parts do.
export function shapeOf(parts, shade) {
  const shape = new Shape();
  for (const part of parts) shape.part(part, { x: 0, y: 0, heading: 0, k: 1 }, shade);
  return shape;
}

// Puts all that stands into the shapes of walls, and of what is seen through.
export function stand({ shapes, stands }, k, { solid, clear }) {
  for (const [name, x, y, heading, colour, times, [dx, dy]] of stands) {
    const shade = rgbOf(colour);
    for (let i = 0; i < times; i++) {
      const at = { x: x + i * dx, y: y + i * dy, heading, k };
      for (const part of shapes[name]) (part[3].length > 7 ? clear : solid).part(part, at, shade);
    }
  }
}

// Paints strips on the ground; `named` gives the colour of what is not one itself.
export function paint(strips, flat, named) {
  for (const [begin, end, wide, colour, alpha, times, [dx, dy]] of strips) {
    const shade = [...(colour[0] === "#" ? rgbOf(colour) : named(colour)), alpha];
    for (let i = 0; i < times; i++) {
      flat.strip([begin[0] + i * dx, begin[1] + i * dy], [end[0] + i * dx, end[1] + i * dy], wide, shade);
    }
  }
}
