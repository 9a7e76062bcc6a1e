// What somebody is about to change in a port: values by path and levers, with every step to take back, kept until the window is shut.

const KEPT = "porttwin.edit", MOST = 200; // steps that can be taken back
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class Draft {
  constructor(layout, peak) {
    Object.assign(this, { layout, peak, levers: [], changes: {}, name: "", title: "", mark: "", past: [], future: [], heard: [] });
  }

  static kept() {
    try {
      const told = JSON.parse(sessionStorage.getItem(KEPT));
      return told?.layout ? Object.assign(new Draft(told.layout, told.peak), told) : null;
    } catch { return null; }
  }

  keep() {
    const { layout, peak, levers, changes, name, title, mark, past, future } = this;
    sessionStorage.setItem(KEPT, JSON.stringify({ layout, peak, levers, changes, name, title, mark, past, future }));
  }

  now() { return { levers: [...this.levers], changes: { ...this.changes } }; }

  onChange(callback) { this.heard.push(callback); }

  tell() { this.keep(); for (const callback of this.heard) callback(); }

  // One step: values set by path (null takes one back), and levers where they change.
  step(values, levers = this.levers) {
    const changes = { ...this.changes };
    for (const [path, value] of Object.entries(values)) { if (value == null) delete changes[path]; else changes[path] = value; }
    if (same(changes, this.changes) && same(levers, this.levers)) return;
    this.past = [...this.past, this.now()].slice(-MOST);
    this.future = [];
    Object.assign(this, { changes, levers: [...levers] });
    this.tell();
  }

  undo() { this.turn("past", "future"); }

  redo() { this.turn("future", "past"); }

  turn(from, to) {
    const there = this[from].pop();
    if (!there) return;
    this[to].push(this.now());
    Object.assign(this, there);
    this.tell();
  }

  port() { return [`layout=${this.layout}`, ...(this.peak && this.peak !== "typical" ? [`peak=${this.peak}`] : [])]; }

  values() { return Object.entries(this.changes).map(([path, value]) => (path.startsWith("~") ? path : `${path}=${value}`)); }

  words() { return [...this.port(), ...(this.levers.length ? [`scenario=[${this.levers.join(",")}]`] : []), ...this.values()]; }

  get isEmpty() { return !this.levers.length && !Object.keys(this.changes).length; }
}
