// Names of places on a canvas: none covers another, none is cut at an edge.

const LETTERS = 12, PAD = 3, OFF = 8; // pixels: height of letters, room around them, distance from the place

// Writes signs, the first first; each beside its place, else on the other side, above or below; one without room is left
// out. A sign is {px, py, text}; gives the boxes that were taken.
export function drawSigns(ink, signs, look) {
  const taken = [], written = [], r = look.ratio;
  ink.font = `${LETTERS * r}px system-ui, "Noto Sans SC", "Noto Sans CJK SC", sans-serif`;
  ink.textBaseline = "middle";
  ink.lineWidth = r;
  for (const sign of signs) {
    const wide = widthOf(ink, sign.text, look) + 2 * PAD * r, high = (LETTERS + 2 * PAD) * r;
    const box = freeBox(sign, [wide, high], taken, [ink.canvas.width, ink.canvas.height], OFF * r);
    if (!box) continue;
    taken.push(box);
    written.push(sign);
  }
  written.forEach((sign, i) => lead(ink, sign, taken[i], look));
  written.forEach((sign, i) => write(ink, sign, taken[i], look));
  return taken;
}

function widthOf(ink, text, look) {
  if (!look.widths.has(text)) look.widths.set(text, ink.measureText(text).width);
  return look.widths.get(text);
}

// The first free of some boxes around a point, the near ones first; null where none is free or the point is not seen.
export function freeBox({ px, py }, [wide, high], taken, [across, down], off) {
  if (px < 0 || py < 0 || px > across || py > down) return null;
  const corners = [[px + off, py - high / 2], [px - off - wide, py - high / 2]];
  for (const far of [off, off + 1.3 * high, off + 2.6 * high]) {
    for (const x of [px - wide / 2, px + off, px - off - wide]) corners.push([x, py - far - high], [x, py + far]);
  }
  for (const [left, top] of corners) {
    const box = [left, top, left + wide, top + high];
    if (left < 0 || top < 0 || box[2] > across || box[3] > down) continue;
    if (!taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) return box;
  }
  return null;
}

// The line from a place to its name.
function lead(ink, sign, box, look) {
  const near = [Math.min(Math.max(sign.px, box[0]), box[2]), Math.min(Math.max(sign.py, box[1]), box[3])];
  ink.strokeStyle = look.colour("--quiet");
  ink.beginPath();
  ink.moveTo(sign.px, sign.py);
  ink.lineTo(near[0], near[1]);
  ink.stroke();
}

function write(ink, sign, box, look) {
  ink.globalAlpha = 0.88;
  ink.fillStyle = look.colour("--paper");
  ink.fillRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
  ink.globalAlpha = 1;
  ink.fillStyle = look.colour("--ink");
  ink.fillText(sign.text, box[0] + PAD * look.ratio, (box[1] + box[3]) / 2);
}

// Colours of the page by name and widths of texts, asked for once; made anew when the page looks otherwise.
export function lookOf(element, ratio) {
  const style = getComputedStyle(element), colours = new Map();
  const colour = (name) => {
    if (!colours.has(name)) colours.set(name, style.getPropertyValue(name).trim());
    return colours.get(name);
  };
  return { colour, ratio, widths: new Map() };
}

export function ring(ink, px, py, look) {
  ink.strokeStyle = look.colour("--accent");
  ink.lineWidth = 2.5 * look.ratio;
  ink.beginPath();
  ink.arc(px, py, 11 * look.ratio, 0, 2 * Math.PI);
  ink.stroke();
}
