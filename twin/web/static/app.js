// The page: which view is shown, and in which language. A view is fetched when it is first shown.

import { api, el, faults, state, t } from "./parts/page.js";

// [address, file of the view, name of the function that makes it]; a view gives nodes, or {nodes, leave}.
const VIEWS = [
  [/^#\/?$/, "ports", "portsView"], [/^#\/port\/([\w.]+)$/, "ports", "portView"], [/^#\/edit(?:\?(.*))?$/, "edit", "editView"],
  [/^#\/ask(?:\?(.*))?$/, "asking", "askView"], [/^#\/jobs$/, "jobs", "jobsView"], [/^#\/job\/([0-9a-f]{12})$/, "jobs", "jobView"],
  [/^#\/compare(?:\?(.*))?$/, "compare", "compareView"], [/^#\/capacity(?:\?(.*))?$/, "capacity", "capacityView"],
  [/^#\/offers(?:\?(.*))?$/, "offers", "offersView"], [/^#\/live(?:\/([\w.]+))?$/, "live", "liveView"],
  [/^#\/records$/, "records", "recordsView"], [/^#\/records\/([a-z][a-z0-9_]*)$/, "records", "recordView"],
  [/^#\/wall(?:\/([\w.]+))?$/, "wall", "wallView"], [/^#\/key$/, "key", "keyView"],
];
const NAV = [["#/", "Ports"], ["#/edit", "Edit"], ["#/ask", "Ask"], ["#/compare", "Compare"], ["#/capacity", "Capacity"],
  ["#/offers", "Procurement"], ["#/records", "Records"], ["#/jobs", "Jobs"], ["#/live", "Live"], ["#/wall", "Wall"]];
let leave = null;

async function show() {
  const main = document.getElementById("main"), hash = location.hash || "#/";
  leave?.();
  leave = null;
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.getElementById("lang").textContent = state.lang === "zh" ? "English" : "中文";
  document.getElementById("leave").textContent = t("Leave");
  const here = (to) => (to === "#/" ? hash === to || hash.startsWith("#/port/") : hash.startsWith(to));
  document.getElementById("nav").replaceChildren(...NAV.map(([to, text]) => el("a",
    { href: to, "aria-current": here(to) ? "page" : null }, t(text))));
  document.querySelector("#nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  for (const [pattern, file, name] of VIEWS) {
    const found = pattern.exec(hash);
    if (!found) continue;
    main.replaceChildren(el("p", { class: "quiet" }, t("one moment")));
    try {
      const made = await (await import(`./views/${file}.js`))[name](...found.slice(1));
      if ((location.hash || "#/") !== hash) { made.leave?.(); return; }
      main.replaceChildren(...[made.nodes ?? made].flat());
      leave = made.leave ?? null;
    } catch (error) {
      main.replaceChildren(faults(error));
    }
    document.title = `${main.querySelector("h1")?.textContent ?? ""} · PortTwin`;
    return;
  }
  main.replaceChildren(el("h1", {}, t("there is no such page")), el("a", { href: "#/" }, t("Ports")));
}

async function speak(lang) {
  state.lang = lang;
  localStorage.setItem("lang", lang);
  state.words = await api("GET", `/v1/words?lang=${lang}`);
  await show();
}

document.getElementById("lang").addEventListener("click", () => speak(state.lang === "zh" ? "en" : "zh"));
addEventListener("hashchange", async () => { await show(); document.getElementById("main").focus(); });
const me = await api("GET", "/v1/me");
state.role = me.role;
document.getElementById("leave").hidden = !me.tokens;
document.getElementById("leave").addEventListener("click", async () => {
  await api("DELETE", "/v1/session");
  state.role = "";
  location.hash = "#/key";
});
if (!state.role) history.replaceState(null, "", "#/key"); // shown once, by what follows
await speak(state.lang);
document.documentElement.dataset.ready = "yes";
