// Where labels stand beside what they name: none covers another, lesser ones are shortened or left out where it is crowded.

const FONT = "12px system-ui, \"Noto Sans SC\", \"Microsoft YaHei\", sans-serif", LINE = 16, PAD = 5, MARK = 13, RIM = 6; // pixels
const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

export function widthOf(text) {
  if (!widths.has(text)) { pen.font = FONT; widths.set(text, pen.measureText(text).width); }
  return widths.get(text);
}

// The width and height of lines [{text, colour, badge}].
export function sizeOf(lines) {
  const wide = Math.max(...lines.map((line) => (line.colour ? MARK : 0) + widthOf(line.text) + (line.badge ? 12 + widthOf(line.badge.text) : 0)));
  return [wide + 2 * PAD, LINE * lines.length + 2 * PAD - 3];
}

export const spots = { LINE, PAD, MARK };
const apart = (a, b) => a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
const inside = (box, x, y, rim) => x > box.x - rim && x < box.x + box.w + rim && y > box.y - rim && y < box.y + box.h + rim;

// Eight ways to stand beside a point, near ones first, then farther away.
function* around(x, y, [w, h]) {
  for (const gap of [9, 22, 40]) {
    yield* [[x + gap, y - h / 2], [x - gap - w, y - h / 2], [x + gap, y - h - gap / 2], [x + gap, y + gap / 2], [x - gap - w, y + gap / 2],
      [x - gap - w, y - h - gap / 2], [x - w / 2, y + gap], [x - w / 2, y - h - gap]].map(([left, top]) => ({ x: left, y: top, w, h }));
  }
}

// labels: [{x, y, forms: [lines, shorter lines, ...], rank}], keep: [[x, y]] points to keep off; gives [{label, lines, box}] of those
// that have room beside the boxes `taken`. Those of a higher rank choose first.
export function placed(labels, keep, [width, height], taken = []) {
  const done = taken.map((box) => ({ box }));
  for (const label of [...labels].sort((a, b) => b.rank - a.rank)) {
    if (label.x < 0 || label.y < 0 || label.x > width || label.y > height) continue;
    for (const lines of label.forms) {
      let best = null, least = Infinity;
      for (const box of around(label.x, label.y, sizeOf(lines))) {
        if (box.x < 2 || box.y < 2 || box.x + box.w > width - 2 || box.y + box.h > height - 2) continue;
        if (done.some((other) => !apart(box, other.box))) continue;
        const cost = keep.reduce((sum, [x, y, weight]) => sum + (inside(box, x, y, weight > 9 ? RIM : 0) ? weight : 0), 0)
          + Math.hypot(box.x + box.w / 2 - label.x, box.y + box.h / 2 - label.y) / 60;
        if (cost < least) { least = cost; best = box; }
        if (cost < 1) break;
      }
      if (best && least < 60) { done.push({ label, lines, box: best }); break; }
    }
  }
  return done.slice(taken.length);
}
