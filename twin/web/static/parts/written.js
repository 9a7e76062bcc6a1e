// The changes of a draft as its file says them, and back: sets, additions and removals, one a line.

const SPOT = /^[A-Za-z_][\w.-]*$/, INLINE = /^[[{]/;
const quoted = (text) => JSON.stringify(text);
const bare = (text) => (/^"(?:[^"\\]|\\.)*"$/.test(text) ? JSON.parse(text) : /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text);

function added(path, value) {
  const words = path.split("."), indent = (depth) => "  ".repeat(depth + 4);
  return ["    - add:", ...words.map((word, i) => `${indent(i)}${word}:${i === words.length - 1 ? ` ${value}` : ""}`)];
}

export function textOf(draft) {
  const lines = Object.entries(draft.changes).flatMap(([path, value]) => (path.startsWith("~") ? [`    - remove: ${path.slice(1)}`]
    : path.startsWith("+") ? added(path.slice(1), value) : ["    - set:", `        ${path}: ${INLINE.test(value) ? value : quoted(value)}`]));
  return [`${draft.name || "my_change"}:`, ...(draft.title ? [`  label: ${quoted(draft.title)}`] : []), "  changes:", ...lines, ""].join("\n");
}

// {changes} of such a text, or {wrong: the number of the first line that says something else}.
export function changesIn(text) {
  const changes = {}, lines = text.split("\n");
  let mode = "", words = [];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i].replace(/\s+$/, ""), depth = line.length - line.trimStart().length;
    if (!line.trim() || /^\s*#/.test(line)) continue;
    if (/^\w+:$/.test(line) && !depth && !Object.keys(changes).length) continue;
    if (/^ {2}(label:.*|changes:)$/.test(line)) continue;
    const [, verb, what] = /^\s*- (set|add|remove):\s*(.*)$/.exec(line) ?? [];
    if (verb === "remove" && SPOT.test(what)) { changes[`~${what}`] = ""; mode = ""; continue; }
    if (verb && verb !== "remove" && !what) { mode = verb; words = []; continue; }
    const [, path, value] = /^\s*([\w.-]+):\s*(.*)$/.exec(line) ?? [];
    if (!path || !SPOT.test(path) || !mode || (mode === "set" && !value)) return { wrong: i + 1 };
    if (mode === "set") { changes[path] = bare(value); continue; }
    while (words.length && words.at(-1).depth >= depth) words.pop();
    words.push({ depth, path });
    if (value) changes[`+${words.map((word) => word.path).join(".")}`] = value;
  }
  return { changes };
}
