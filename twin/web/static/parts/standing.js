// Where those who wait stand: the map of a live port, with the queue of now beside each station.

import { drawMap } from "./map.js";
import { api, t } from "./page.js";

// The ground of a port; null where the page's folder has no such port, or it has no places to stand on.
export async function groundOf(name) {
  const ground = await api("GET", `/v1/ports/${name}/ground`).catch(() => null);
  return ground && Object.keys(ground.places).length ? ground : null;
}

export const standingMap = (ground, title, height = null) => drawMap(ground, { label: t("map of {port}", { port: title }), height });

// Says beside each station of a map how many wait; in red beyond the limit of an alert.
export function badges(map, now, words) {
  for (const one of now.stations) {
    const known = words.named.get(one.station), wait = Math.round(one.queue ?? 0), limit = words.limit("queue", one.station);
    map.badge(known?.name || one.station, wait ? t("{n} wait", { n: wait }) : t("free"), limit && one.queue > limit.limit ? "bad" : wait ? "warn" : "good");
  }
}
