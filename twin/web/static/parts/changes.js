// What differs between the grounds of two ports: new, gone, changed, moved, each with where it stands.

const KINDS = ["places", "stations", "zones", "stocks", "links"];
const IGNORED = ["label", "at", "straight", "spots", "heading", "is_known"];

const bare = (thing) => JSON.stringify(Object.entries(thing).filter(([word]) => !IGNORED.includes(word)));

// [{kind, name, thing, change, at: [east, north] | null, from, to, before, after}]
export function changesOf(before, after) {
  const found = [];
  for (const kind of KINDS) {
    for (const name of new Set([...Object.keys(before[kind]), ...Object.keys(after[kind])])) {
      const old = before[kind][name], now = after[kind][name], ground = now ? after : before, thing = now ?? old;
      const spot = (place) => ground.places[place]?.at ?? null;
      const change = !old ? "new" : !now ? "gone" : moved(kind, old, now) ? "moved" : bare(old) !== bare(now) ? "changed" : "";
      if (!change || (kind === "places" && change === "changed")) continue;
      const at = kind === "places" ? thing.at : kind === "links" ? spot(thing.from) : spot(thing.at);
      const from = change !== "moved" ? null : kind === "places" ? old.at : before.places[old.at]?.at ?? null;
      found.push({ kind, name, thing, change, at, from, to: kind === "links" ? spot(thing.to) : null, before: old, after: now });
    }
  }
  return found;
}

const moved = (kind, old, now) => (kind === "places" ? old.at.join() !== now.at.join() : kind !== "links" && old.at !== now.at);
