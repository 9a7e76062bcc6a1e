// The port in three dimensions, drawn by three.js: the same crowd at the same time as from above.

import { LEAST, LONGEST } from "./player.js";
import { drawSigns, lookOf, ring } from "./signs.js";
import { Shape, paint, rgbOf, stand } from "./models.js";
import { Bodies, cornersOf } from "./bodies.js";

const FULL = 26; // pixels of the length from which on one is drawn in full
const SPECK = 14; // pixels of the length up to which only a roof is drawn, without a graphics card
const FOV = 32; // degrees
const CLOSE = 240; // metres from the eye to a place that is looked at
const HAZE = 1.6; // of the length of a port: from there on the ground fades
const SLOW = 34, FAST = 20; // ms a frame: coarser above, finer below
const RATIOS = [0.5, 0.7, 1, 1.5, 2]; // pixels drawn for each of the page, from coarse to fine
const SOFTWARE = /swiftshader|llvmpipe|software|basic render/i;

export class Solid {
  // Throws where the browser draws no WebGL.
  constructor(three, canvas, over, play) {
    this.three = three;
    this.play = play;
    this.canvas = canvas;
    this.over = over;
    this.ink = over.getContext("2d");
    this.renderer = new three.WebGLRenderer({ canvas, antialias: !isSoftware(), powerPreference: "high-performance" });
    this.renderer.outputColorSpace = "srgb-linear"; // colours are those of the page, light is in them already
    this.renderer.info.autoReset = true;
    this.scene = new three.Scene();
    this.camera = new three.PerspectiveCamera(FOV, 1, 1, 1e5);
    this.camera.up.set(0, 0, 1);
    this.controls = new three.MapControls(this.camera, over);
    Object.assign(this.controls, { maxPolarAngle: 1.52, zoomToCursor: true, screenSpacePanning: false });
    this.middle = [(play.box[0] + play.box[2]) / 2, (play.box[1] + play.box[3]) / 2];
    this.span = Math.max(play.box[2] - play.box[0], play.box[3] - play.box[1]);
    Object.assign(this.controls, { minDistance: 4 * play.scale, maxDistance: 4 * this.span });
    this.finest = isSoftware() ? 1 : Math.min(2, window.devicePixelRatio || 1);
    this.fine = isSoftware() ? 0.7 : this.finest;
    this.full = FULL;
    this.speck = isSoftware() ? SPECK : 0;
    this.point = new three.Vector3();
    this.view = new three.Matrix4();
    this.behind = null;
  }

  height(width) { return 0.5 * width; }

  fit(width, height) {
    this.size = [width, height];
    this.ratio = window.devicePixelRatio || 1;
    this.over.width = Math.round(width * this.ratio);
    this.over.height = Math.round(height * this.ratio);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.sharpen(this.fine);
    this.themed();
  }

  sharpen(fine) {
    this.renderer.setPixelRatio(fine);
    this.renderer.setSize(...this.size, false);
  }

  // Looks down on the port across its longer side, from as near as all of it is seen.
  whole() {
    const { box } = this.play, [x, y] = this.middle, upright = box[3] - box[1] > box[2] - box[0];
    const away = upright ? [-1, 0.16, 0.75] : [-0.16, -1, 0.75];
    this.controls.target.set(0, 0, 0);
    let low = 0.05 * this.span, high = 4 * this.span;
    for (let i = 0; i < 24; i++) {
      const far = (low + high) / 2;
      this.camera.position.set(away[0] * far, away[1] * far, away[2] * far);
      this.controls.update();
      this.camera.updateMatrixWorld();
      const seen = [[box[0], box[1]], [box[2], box[1]], [box[0], box[3]], [box[2], box[3]]].every(([px, py]) => {
        this.point.set(px - x, py - y, 0).project(this.camera);
        return Math.abs(this.point.x) < 0.97 && Math.abs(this.point.y) < 0.94;
      });
      if (seen) high = far; else low = far;
    }
  }

  // Comes close to a point, from the side from which the whole is seen.
  approach(x, y) {
    const { box } = this.play, far = CLOSE * this.play.scale, upright = box[3] - box[1] > box[2] - box[0];
    const away = upright ? [-0.78, 0.3, 0.55] : [-0.3, -0.78, 0.55];
    this.controls.target.set(x - this.middle[0], y - this.middle[1], 0);
    this.camera.position.set(...away).multiplyScalar(far).add(this.controls.target);
    this.controls.update();
  }

  // Colours are asked for anew, and all that stands is built of them.
  themed() {
    this.look = lookOf(this.over, this.ratio);
    this.seen = null;
    for (const mesh of this.scene.children) mesh.geometry.dispose();
    this.scene.clear();
    const sky = this.rgb("--sky");
    this.sky = new this.three.Color(...sky);
    this.earth = new this.three.Color(...this.rgb("--ground"));
    this.scene.fog = new this.three.Fog(this.sky, HAZE * this.span, 7 * this.span);
    this.standing().forEach((shape, order) => this.scene.add(this.mesh(shape, order)));
    this.crowd = this.everybody();
    this.scene.add(this.crowd);
  }

  rgb(name) { return rgbOf(this.look.colour(name)); }

  // All that stands, in the order of drawing: the ground, paint on it, walls, what is seen through.
  standing() {
    const { play } = this, [x, y] = this.middle, k = play.scale, far = 12 * this.span;
    const [bare, flat, solid, clear] = [0, 1, 2, 3].map(() => new Shape());
    bare.strip([x - far, y], [x + far, y], 2 * far, this.rgb("--ground"));
    paint(play.solid.paint, flat, (name) => this.rgb(`--${name}`));
    stand(play.solid, k, { solid, clear });
    return [bare, flat, solid, clear];
  }

  geometry(shape) {
    const { BufferGeometry, BufferAttribute } = this.three, made = new BufferGeometry();
    made.setAttribute("position", new BufferAttribute(new Float32Array(shape.points), 3));
    made.setAttribute("color", new BufferAttribute(new Float32Array(shape.colours), 4));
    made.setIndex(new BufferAttribute(new Uint32Array(shape.corners), 1));
    return made;
  }

  mesh(shape, order) {
    const isPaint = order === 1, isFlat = order < 2;
    const look = new this.three.MeshBasicMaterial({
      vertexColors: true, fog: order === 0, transparent: order === 3, depthWrite: order === 2, depthTest: !isFlat,
      blending: isPaint ? this.three.CustomBlending : this.three.NormalBlending, // paint is mixed, yet drawn early
      blendSrcAlpha: this.three.ZeroFactor, blendDstAlpha: this.three.OneFactor,
    });
    const made = new this.three.Mesh(this.geometry(shape), look);
    made.position.set(-this.middle[0], -this.middle[1], 0);
    made.renderOrder = order;
    made.frustumCulled = false;
    return made;
  }

  // The mesh of everybody.
  everybody() {
    const { play, three } = this, geometry = new three.BufferGeometry();
    const ones = play.sizes.map(([long, wide], cls) => (long
      ? { parts: play.solid.shapes[play.shapes[cls]], high: play.high[cls], long: Math.min(long, LONGEST), wide } : null));
    this.bodies = new Bodies(ones, play.most);
    geometry.setAttribute("position", new three.BufferAttribute(this.bodies.points, 3));
    geometry.setAttribute("color", new three.BufferAttribute(this.bodies.colours, 4, true));
    geometry.setIndex(new three.BufferAttribute(cornersOf(this.bodies.room), 1));
    for (const name of ["position", "color"]) geometry.attributes[name].setUsage(three.DynamicDrawUsage);
    const made = new three.Mesh(geometry, new three.MeshBasicMaterial({ vertexColors: true, fog: false }));
    made.renderOrder = 2;
    made.frustumCulled = false;
    return made;
  }

  // Moves the view with who is followed, from behind; one may still turn and come closer.
  follow(x, y, heading) {
    const { camera, controls } = this, to = [x - this.middle[0], y - this.middle[1]], k = this.play.scale;
    if (this.behind === null) {
      camera.position.set(to[0] - 60 * k * Math.cos(heading), to[1] - 60 * k * Math.sin(heading), 26 * k);
    } else {
      const turn = eased(heading - this.behind, 0.12), [dx, dy] = [camera.position.x - controls.target.x, camera.position.y - controls.target.y];
      camera.position.x = to[0] + dx * Math.cos(turn) - dy * Math.sin(turn);
      camera.position.y = to[1] + dx * Math.sin(turn) + dy * Math.cos(turn);
      heading = this.behind + turn;
    }
    this.behind = heading;
    controls.target.set(to[0], to[1], 1.5 * k);
    controls.update();
  }

  leave() { this.behind = null; }

  closer(factor) {
    this.camera.position.sub(this.controls.target).multiplyScalar(1 / factor).add(this.controls.target);
    this.controls.update();
  }

  // Moves over the ground by shares of the distance: to the right, and away.
  move(right, away) {
    const { x, y } = this.controls.target.clone().sub(this.camera.position), flat = Math.hypot(x, y) || 1;
    const far = this.camera.position.distanceTo(this.controls.target);
    const by = this.point.set((y * right + x * away) * (far / flat), (y * away - x * right) * (far / flat), 0);
    this.camera.position.add(by);
    this.controls.target.add(by);
    this.controls.update();
  }

  // Turns around what is looked at, and up or down, by radians.
  turn(around, up) {
    const { x, y, z } = this.camera.position.sub(this.controls.target), flat = Math.hypot(x, y), far = Math.hypot(flat, z);
    const angle = Math.atan2(y, x) + around, tilt = Math.min(1.5, Math.max(0.06, Math.atan2(z, flat) + up));
    this.camera.position.set(far * Math.cos(tilt) * Math.cos(angle), far * Math.cos(tilt) * Math.sin(angle), far * Math.sin(tilt))
      .add(this.controls.target);
    this.controls.update();
  }

  // The pixel of the page where a point is seen, from the left and the top; null where it is behind.
  pixel(x, y, z = 0) {
    this.point.set(x - this.middle[0], y - this.middle[1], z).project(this.camera);
    if (this.point.z > 1) return null;
    return [((this.point.x + 1) / 2) * this.over.width, ((1 - this.point.y) / 2) * this.over.height];
  }

  nearest(now, px, py, within) {
    let best = -1, least = within * this.ratio;
    for (let i = 0; i < now.count; i++) {
      const at = this.pixel(now.x[i], now.y[i], this.play.scale);
      const far = at ? Math.hypot(at[0] - px * this.ratio, at[1] - py * this.ratio) : Infinity;
      if (far < least) { least = far; best = i; }
    }
    return best;
  }

  draw(scene) {
    if (this.isRested) this.sharpen(this.fine);
    this.isRested = false;
    const far = this.camera.position.distanceTo(this.controls.target);
    this.camera.near = Math.max(0.02 * far, 0.5);
    this.camera.far = 3 * far + 14 * this.span;
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
    this.skyline();
    this.place(scene);
    this.sent();
    this.renderer.render(this.scene, this.camera);
    this.drawOver(scene);
  }

  // Where only bare ground could be seen behind all, its colour does: to paint it costs a third of a picture.
  skyline() {
    const { x, y, z } = this.point.copy(this.camera.position).sub(this.controls.target);
    const below = Math.atan2(z, Math.hypot(x, y)) - (FOV * Math.PI) / 360; // of the top of the picture, under the horizon
    const isGround = below > 0.02 && this.camera.position.z / Math.sin(below) < HAZE * this.span;
    this.scene.background = isGround ? this.earth : this.sky;
    this.scene.children[0].visible = !isGround;
  }

  // Puts everybody who is in the picture into it, larger where he would be too small to be seen.
  place({ now, shades }) {
    const { play, bodies } = this, { acts, cls } = play, k = play.scale, eye = this.camera.position, at = {};
    const metres = (2 * Math.tan((FOV * Math.PI) / 360)) / this.size[1]; // of a pixel, a metre away
    const sees = this.sight(2 * LONGEST * k);
    bodies.tinted(shades);
    bodies.clear(now.count);
    for (let i = 0; i < now.count; i++) {
      const row = now.rows[i], kind = cls[acts.who[row]], { long, wide, high } = bodies.shapes[kind].one;
      at.x = now.x[i] - this.middle[0];
      at.y = now.y[i] - this.middle[1];
      if (!sees(at.x, at.y)) continue;
      const pixel = metres * Math.hypot(at.x - eye.x, at.y - eye.y, eye.z), length = k * now.close[i];
      at.cos = Math.cos(now.heading[i]);
      at.sin = Math.sin(now.heading[i]);
      at.sx = Math.max(length, (LEAST * pixel) / long);
      at.sy = Math.max(k, (LEAST * pixel) / wide);
      at.sz = Math.max(k, (LEAST * pixel) / high);
      const seen = (long * length) / pixel;
      bodies.add(kind, seen > this.full ? "full" : seen > this.speck ? "plain" : "speck", at, acts.doing[row]);
    }
  }

  sent() {
    const { geometry } = this.crowd, { quads } = this.bodies;
    geometry.setDrawRange(0, 6 * quads);
    for (const [name, width] of [["position", 12], ["color", 16]]) {
      geometry.attributes[name].clearUpdateRanges();
      geometry.attributes[name].addUpdateRange(0, quads * width);
      geometry.attributes[name].needsUpdate = true;
    }
  }

  // Whether a point on the ground is in the picture, or within some metres of it.
  sight(within) {
    const m = this.view.multiplyMatrices(this.camera.projectionMatrix, this.camera.matrixWorldInverse).elements;
    return (x, y) => {
      const w = m[3] * x + m[7] * y + m[15] + within;
      return Math.abs(m[0] * x + m[4] * y + m[12]) < w + within && Math.abs(m[1] * x + m[5] * y + m[13]) < w + within * 3;
    };
  }

  // The same as fine as it can be drawn, once nothing moves.
  rest(scene) {
    if (this.fine === this.finest) return;
    this.sharpen(this.finest);
    this.draw(scene);
    this.isRested = true;
  }

  // Names move when the view moves or they say something else; a ring moves with who wears it.
  drawOver(scene) {
    const seen = [...this.camera.matrixWorld.elements, this.over.width, this.over.height, scene.told, scene.followed].join();
    if (seen === this.seen && scene.followed < 0) return;
    this.seen = seen;
    const { now } = scene, { posts, acts, scale: k } = this.play, signs = [];
    this.ink.clearRect(0, 0, this.over.width, this.over.height);
    for (let i = 0; i < now.count; i++) {
      const at = acts.who[now.rows[i]] === scene.followed && this.pixel(now.x[i], now.y[i], 2 * k);
      if (at) ring(this.ink, ...at, this.look);
    }
    for (const i of scene.order) {
      const at = this.pixel(...posts[i].middle, posts[i].size[2] * k);
      if (at) signs.push({ px: at[0], py: at[1], text: scene.texts[i] });
    }
    drawSigns(this.ink, signs, this.look);
  }

  // Draws coarser where frames take long, finer where they do not.
  paced(ms) {
    this.pace = this.pace ? 0.9 * this.pace + 0.1 * ms : ms;
    this.since = (this.since ?? 0) + 1;
    if (this.since < 12) return;
    const slower = [...RATIOS].reverse().find((ratio) => ratio < this.fine);
    const finer = RATIOS.find((ratio) => ratio > this.fine && ratio <= this.finest);
    const to = this.pace > SLOW ? slower : this.pace < FAST && this.since > 90 ? finer : null;
    if (this.pace > SLOW) this.full = 4 * FULL;
    else if (this.pace < FAST && this.fine === this.finest) this.full = FULL;
    if (!to) return;
    this.fine = to;
    this.since = 0;
    this.pace = 0;
    this.sharpen(to);
  }
}

// A share of the shorter way around.
function eased(angle, share) { return (Math.atan2(Math.sin(angle), Math.cos(angle))) * share; }

// Whether pictures are drawn without a graphics card here.
let software = null;
function isSoftware() {
  if (software === null) {
    const gl = document.createElement("canvas").getContext("webgl2"), told = gl?.getExtension("WEBGL_debug_renderer_info");
    software = !told || SOFTWARE.test(gl.getParameter(told.UNMASKED_RENDERER_WEBGL));
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return software;
}
