// What stands and what moves as triangles in metres: x forward, y to the left, z up. The light is in the colours.

const SUN = [-0.33, -0.46, 0.82];
const DARK = [0.13, 0.14, 0.16], STEEL = [0.55, 0.57, 0.6], PALE = [0.93, 0.93, 0.91], RED = [0.8, 0.16, 0.14];
const GLASS = [0.35, 0.45, 0.52];
const WHITE = [1, 1, 1]; // takes the colour of what its one does

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

  // A strip on the ground between two points.
  strip([x0, y0], [x1, y1], wide, colour, aside = 0) {
    const long = Math.hypot(x1 - x0, y1 - y0) || 1, nx = -(y1 - y0) / long, ny = (x1 - x0) / long;
    const at = (x, y, off) => [x + nx * off, y + ny * off, 0];
    const right = aside - wide / 2, left = aside + wide / 2;
    this.quad([at(x0, y0, right), at(x1, y1, right), at(x1, y1, left), at(x0, y0, left)], colour);
  }
}

function lit(colour, nx, ny, nz) {
  const light = 0.66 + 0.42 * Math.max(0, nx * SUN[0] + ny * SUN[1] + nz * SUN[2]);
  return [colour[0] * light, colour[1] * light, colour[2] * light, colour[3] ?? 1];
}

export function mixed(one, other, share) { return one.map((part, i) => part * (1 - share) + other[i] * share); }

// ---- who moves: one shape a form, white where it takes the colour of what it does

const FORMS = {
  truck(s, l, w, h) {
    wheels(s, [l / 2 - 1.3, l / 2 - 4.4], w, 1);
    wheels(s, [-l / 2 + 2.2], w, 2.6);
    s.box([l / 2 - 1.15, 0, 0.7], [2.3, w, 2.4], WHITE);
    s.box([l / 2 + 0.005, 0, 1.9], [0.06, w * 0.9, 0.8], GLASS);
    s.box([-1.35, 0, 0.8], [l - 2.9, w, h - 0.8], WHITE);
  },
  agv(s, l, w, h) {
    wheels(s, [l / 2 - 1.5, -l / 2 + 1.5], w);
    s.box([0, 0, 0.7], [l, w, 0.5], DARK);
    s.box([0, 0, 1.2], [Math.min(l - 0.6, 12.2), w * 0.94, h - 1.2], WHITE);
  },
  bus(s, l, w) {
    wheels(s, [l / 2 - 2.2, -l / 2 + 2.6], w);
    s.box([0, 0, 0.4], [l, w, 1.2], WHITE);
    s.box([0, 0, 1.6], [l * 0.985, w * 0.97, 0.9], GLASS);
    s.box([0, 0, 2.5], [l, w, 0.5], WHITE);
  },
  car(s, l, w) {
    wheels(s, [l * 0.32, -l * 0.32], w * 0.75);
    s.box([0, 0, 0.3], [l, w * 0.72, 0.55], WHITE);
    s.box([-l * 0.06, 0, 0.85], [l * 0.52, w * 0.64, 0.5], GLASS);
    s.box([-l * 0.06, 0, 1.33], [l * 0.48, w * 0.62, 0.1], WHITE);
  },
  train(s, l, w, h) {
    const nose = Math.min(18, l / 3), every = 14;
    s.box([l / 2 - nose / 2, 0, 0], [nose - 0.6, w * 0.8, 1.1], DARK);
    s.box([l / 2 - nose / 2, 0, 1.1], [nose - 0.6, w, h - 1.1], WHITE);
    s.box([l / 2 - 0.29, 0, h * 0.62], [0.08, w * 0.9, h * 0.2], GLASS);
    for (let x = l / 2 - nose - every / 2; x > -l / 2; x -= every) wagon(s, x, every - 1, w, h - 0.7);
  },
  wagon(s, l, w, h) { wagon(s, 0, Math.min(l, 60), w, h); },
  container(s, l, w, h) {
    s.box([0, 0, 0], [l, w, h], WHITE);
    for (let x = -l / 2 + 1; x < l / 2; x += 1.6) s.box([x, 0, 0.1], [0.3, w * 1.04, h * 0.96], [0.86, 0.86, 0.86]);
  },
  person(s, l, w, h) {
    s.column([0, 0, 0], [0.16, 0.24, h * 0.5], DARK);
    s.column([0, 0, h * 0.5], [0.27, 0.2, h * 0.34], WHITE);
    s.column([0, 0, h * 0.86], [0.13, 0.1, h * 0.14], [0.93, 0.78, 0.66]);
  },
  animal(s, l, w, h) {
    for (const x of [-l * 0.3, l * 0.3]) s.box([x, 0, 0], [l * 0.08, w * 0.7, h * 0.5], DARK);
    s.box([0, 0, h * 0.45], [l * 0.8, w * 0.7, h * 0.45], WHITE);
    s.box([l * 0.45, 0, h * 0.75], [l * 0.22, w * 0.35, h * 0.3], WHITE);
  },
  cargo(s, l, w, h) {
    s.box([0, 0, 0], [l, w, 0.15], DARK);
    s.box([0, 0, 0.15], [l * 0.94, w * 0.94, h], WHITE);
  },
};

function wheels(s, along, w, long = 1.0) {
  for (const x of along) s.box([x, 0, 0], [long, w * 0.96, 0.9], DARK);
}

function wagon(s, x, l, w, h) {
  s.box([x - l * 0.32, 0, 0], [2.4, w * 0.6, 0.9], DARK);
  s.box([x + l * 0.32, 0, 0], [2.4, w * 0.6, 0.9], DARK);
  s.box([x, 0, 0.9], [l, w, h - 0.9], WHITE);
}

// The shape of one of a class ({form, long, wide, high} in metres); plain for who is far away.
export function moving({ form, long, wide, high }) {
  const shape = new Shape();
  (FORMS[form] ?? FORMS.cargo)(shape, long, wide, high);
  return shape;
}

export const PLAIN = 5; // quadrangles of it
export function plain({ long, wide, high }) {
  const shape = new Shape();
  shape.box([0, 0, 0], [long, wide, high], WHITE);
  return shape;
}

// ---- what stands: boxes beside and over the way through, so that who is served is seen

const STANDS = {
  gate(put, [l, w], colour) {
    put([0, w / 2 + 0.75, 0], [l * 1.6, 1.1, 0.2], STEEL);
    put([0, w / 2 + 0.75, 0.2], [l * 0.6, 0.9, 2.4], colour);
    put([0, w / 2 + 0.75, 2.6], [l * 0.75, 1.2, 0.2], PALE);
    put([0, w / 2 + 0.75, 2.8], [0.25, 0.25, 2.4], STEEL);
    put([0, 0, 5.0], [0.6, w + 1.7, 0.6], colour);
    put([l * 0.62, 0, 1.0], [0.14, w + 0.3, 0.14], RED);
  },
  scan(put, [l, w, h], colour) {
    for (const side of [-1, 1]) {
      put([0, side * (w / 2 - 0.5), 0], [l * 0.8, 1.0, h * 0.45], PALE);
      put([0, side * (w / 2 - 0.5), 0], [l * 0.16, 1.4, h], colour);
    }
    put([0, 0, h - 1.2], [l * 0.16, w, 1.2], colour);
    put([0, 0, h * 0.45], [l * 0.8, w, 0.4], [...colour, 0.22]);
  },
  platform(put, [l, w], colour) {
    put([0, w / 2 - 0.35, 0], [l * 0.95, 0.7, 1.1], mixed(colour, PALE, 0.35));
    put([-l * 0.42, w / 2 - 0.35, 1.1], [0.3, 0.3, 3.4], STEEL);
    put([-l * 0.42, w / 2 - 1.2, 4.4], [0.5, 2.2, 0.2], colour);
  },
  parking() {},
  lifting(put, [l, w, h], colour) {
    for (const x of [-0.42, 0.42]) {
      for (const y of [-0.48, 0.48]) put([x * l, y * w, 0], [0.9, 0.9, h - 1], colour);
      put([x * l, 0, h - 1.6], [0.9, w, 1.6], colour);
    }
    put([0, w * 0.12, h - 2.2], [l * 0.7, 3.2, 1.6], DARK);
  },
  weighing(put, [l, w], colour) {
    put([0, 0, 0], [l * 0.9, w * 0.8, 0.25], STEEL);
    put([l * 0.2, w / 2 + 0.3, 0], [2.2, 1.2, 2.4], colour);
  },
  arch(put, [l, w, h], colour) {
    for (const x of [-l * 0.25, l * 0.25]) {
      for (const side of [-1, 1]) put([x, side * (w / 2 + 0.3), 0], [0.7, 0.5, h + 0.9], colour);
      put([x, 0, h + 0.9], [0.7, w + 1.1, 0.5], colour);
    }
  },
  desk(put, [l, w], colour) {
    put([0, w / 2 - 0.3, 0], [l * 0.55, 0.9, 1.05], mixed(colour, PALE, 0.25));
    put([0, w / 2 - 0.3, 1.05], [l * 0.55, 0.08, 1.0], [...GLASS, 0.4]);
    put([l * 0.3, w / 2 - 0.3, 0], [0.15, 0.9, 2.2], colour);
  },
  tunnel(put, [l, w], colour) {
    put([0, w / 2 - 0.7, 0], [l * 0.7, 0.9, 0.7], DARK);
    put([0, w / 2 - 0.7, 0.7], [l * 0.3, 1.2, 0.9], colour);
  },
  hut(put, [l, w, h], colour) {
    put([0, w / 2 + 0.2, 0], [l * 0.5, w * 0.45, h * 0.7], mixed(colour, PALE, 0.3));
    put([0, w / 2 + 0.2, h * 0.7], [l * 0.56, w * 0.55, 0.3], colour);
  },
};
const STANDS_AS = {
  agv_gate: "gate", examination: "platform", unloading: "platform", loading: "platform", disinfection: "arch",
  treatment: "arch", radiation_check: "arch", gauge_change: "arch", technical_check: "arch", identity_check: "desk",
  health_check: "desk", body_check: "desk", temperature_check: "desk", search: "desk", bag_scan: "tunnel", reclaim: "tunnel",
};

// Puts a station on the ground: {flat, solid, clear} are the shapes of paint, of walls, and of what is seen through.
export function stand(post, k, { flat, solid, clear }, colour) {
  const form = STANDS[post.does] ? post.does : STANDS_AS[post.does] ?? "hut", [long, wide] = post.size;
  for (const [x, y] of post.spots) {
    const cos = Math.cos(post.heading), sin = Math.sin(post.heading);
    const at = (dx, dy) => [x + (dx * cos - dy * sin) * k, y + (dx * sin + dy * cos) * k];
    flat.strip(at(-long * 0.425, 0), at(long * 0.425, 0), wide * k, [...colour, 0.4]);
    if (form === "parking") {
      for (const side of [-1, 1])
        flat.strip(at(-long * 0.425, side * wide * 0.5), at(long * 0.425, side * wide * 0.5), 0.18 * k, [...PALE, 0.8]);
    }
    STANDS[form](([dx, dy, z], size, shade) => {
      const into = shade.length > 3 ? clear : solid;
      into.box([...at(dx, dy), z * k, post.heading], size.map((metres) => metres * k), shade);
    }, post.size, colour);
  }
}

const GAUGES = { standard: [1.435], broad: [1.52], both: [1.435, 1.52] }; // metres between rails
const SLEEPERS = 400; // of one track at most

// Paints a link: lanes with dashes between, or a track with its rails and sleepers.
export function paint(road, k, flat, colour) {
  const wide = road.lanes * 4 * Math.max(1, k / 2);
  const [dx, dy] = [road.end[0] - road.begin[0], road.end[1] - road.begin[1]], long = Math.hypot(dx, dy);
  if (!long) return;
  flat.strip(road.begin, road.end, wide, colour);
  if (road.kind === "track") rails(road, k, flat, long);
  else if (road.kind === "road") {
    const dash = 6 * Math.max(1, k / 2), many = Math.min(Math.floor(long / (dash * 2.5)), SLEEPERS);
    for (let lane = 1; lane < road.lanes; lane++) {
      for (let i = 0; i < many; i++) {
        const from = (i + 0.3) / many, to = from + dash / long;
        flat.strip([road.begin[0] + dx * from, road.begin[1] + dy * from], [road.begin[0] + dx * to, road.begin[1] + dy * to],
          0.2 * k, [...PALE, 0.75], (lane / road.lanes - 0.5) * wide);
      }
    }
  }
}

function rails(road, k, flat, long) {
  const [dx, dy] = [(road.end[0] - road.begin[0]) / long, (road.end[1] - road.begin[1]) / long];
  const many = Math.min(Math.floor(long / (0.6 * k)), SLEEPERS), half = 1.3 * k;
  for (let i = 0; i < many; i++) {
    const x = road.begin[0] + (dx * long * (i + 0.5)) / many, y = road.begin[1] + (dy * long * (i + 0.5)) / many;
    flat.strip([x - dy * half, y + dx * half], [x + dy * half, y - dx * half], 0.26 * k, [...DARK, 0.35]);
  }
  for (const gauge of GAUGES[road.gauge] ?? GAUGES.standard)
    for (const side of [-1, 1]) flat.strip(road.begin, road.end, 0.14 * k, [...DARK, 0.9], (side * gauge * k) / 2);
}

// Paints the ground of a yard, with a line between those who stand side by side.
export function yard({ corner, across, deep, pitch }, flat, colour) {
  const [x, y] = corner, wide = across * pitch[0], high = deep * pitch[1];
  flat.strip([x + wide / 2, y], [x + wide / 2, y + high], wide, [...colour, 0.22]);
  for (let i = 0; i <= across; i++)
    flat.strip([x + i * pitch[0], y], [x + i * pitch[0], y + high], pitch[0] * 0.05, [...PALE, 0.45]);
}
