// How a draft is kept as a scenario: under a name, over one that is there only if nobody else has written it since, or as a file.

import { Refused, api, el, faults, say, state, t } from "./page.js";
import { changesIn, textOf } from "./written.js";

export function download(draft) {
  const link = el("a", { href: URL.createObjectURL(new Blob([textOf(draft)], { type: "text/yaml" })), download: `${draft.name || "my_change"}.yaml` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Values of a scenario that was kept: {changes, other}; `other` is whether it does more than values can say.
export async function readKept(name) {
  const { says, mark } = await api("GET", `/v1/scenarios/${name}`);
  const changes = {};
  let other = false;
  const isFlat = (value) => Object.values(value).every((one) => typeof one !== "object");
  const said = (value) => (Array.isArray(value) ? `[${value.join(", ")}]` : typeof value === "object" ? `{${Object.entries(value).map(([word, one]) => `${word}: ${one}`).join(", ")}}` : String(value));
  const things = (value, above) => (isFlat(value) ? [[above, value]] : Object.entries(value).flatMap(([word, one]) => (typeof one === "object" ? things(one, `${above}.${word}`) : [null])));
  for (const change of says.changes ?? []) {
    if (change.set && Object.keys(change).length === 1 && Object.values(change.set).every((value) => typeof value !== "object" || isFlat(value))) for (const [path, value] of Object.entries(change.set)) changes[path] = said(value);
    else if (typeof change.remove === "string" && Object.keys(change).length === 1) changes[`~${change.remove}`] = "";
    else if (change.add && Object.keys(change).length === 1 && !things(change.add, "").includes(null)) for (const [path, value] of things(change.add, "")) changes[`+${path.slice(1)}`] = said(value);
    else other = true;
  }
  return { changes, other, mark, title: typeof says.label === "string" ? says.label : says.label?.[state.lang] ?? "" };
}

// A form; `kept` is told when the draft is on disk.
export function keepForm(draft, kept) {
  const name = el("input", { name: "name", value: draft.name, required: true, pattern: "[a-z][a-z0-9_]{0,59}", placeholder: "third_scanner", autocomplete: "off", spellcheck: "false" });
  const title = el("input", { name: "title", value: draft.title, maxlength: "80", autocomplete: "off" }), told = el("div", { "aria-live": "polite" });
  name.addEventListener("input", () => { draft.name = name.value; draft.mark = ""; draft.keep(); });
  title.addEventListener("input", () => { draft.title = title.value; draft.keep(); });

  async function put(mark) {
    const words = [`layout=${draft.layout}`, ...(draft.peak && draft.peak !== "typical" ? [`peak=${draft.peak}`] : []), ...(draft.levers.length ? [`scenario=[${draft.levers.join(",")}]`] : []), ...draft.values()];
    const done = await api("PUT", `/v1/scenarios/${name.value}`, { words, label: title.value.trim(), lang: state.lang }, mark ? { "if-match": mark } : {});
    Object.assign(draft, { name: name.value, mark: done.mark });
    draft.keep();
    say(t("kept as {name}", { name: name.value }));
    told.replaceChildren();
    kept();
  }

  async function keep(event) {
    event.preventDefault();
    if (!Object.keys(draft.changes).length) { told.replaceChildren(el("p", { class: "notice" }, t("There is nothing of your own to keep yet; levers are scenarios already."))); return; }
    try { await put(draft.mark); } catch (error) {
      if (error instanceof Refused && error.status === 412) await conflict(); else told.replaceChildren(faults(error));
    }
  }

  // Somebody else wrote it since: both are shown, nothing is lost.
  async function conflict() {
    const theirs = await api("GET", `/v1/scenarios/${name.value}`);
    const read = async () => {
      const found = await readKept(name.value);
      Object.assign(draft, { mark: found.mark });
      draft.step({ ...found.changes, ...draft.changes });
      told.replaceChildren(el("p", { class: "notice" }, t("Theirs was read; yours stand over it. Look at it, then keep it.")));
    };
    const other = () => { name.value = `${name.value.slice(0, 56)}_2`; draft.name = name.value; draft.mark = ""; draft.keep(); told.replaceChildren(); name.focus(); name.select(); };
    told.replaceChildren(el("div", { class: "notice bad", role: "alert" }, el("p", {}, t("A scenario of this name is there, and not as you last read it. Nothing was written, and nothing of yours is lost.")),
      el("div", { class: "both" }, el("div", {}, el("h3", {}, t("what is there")), el("pre", { class: "scroll", tabindex: "0" }, theirs.text)), el("div", {}, el("h3", {}, t("what you have")), el("pre", { class: "scroll", tabindex: "0" }, textOf(draft)))),
      el("div", { class: "row buttons" }, el("button", { type: "button", onclick: read }, t("Read it, and lay mine over it")), el("button", { type: "button", onclick: other }, t("Take another name")),
        el("button", { type: "button", onclick: () => put(theirs.mark).catch((error) => told.replaceChildren(faults(error))) }, t("Write mine in its place")))));
  }

  const may = state.role === "run" || state.role === "admin", field = (text, control) => el("label", {}, el("span", {}, t(text)), control);
  // The file as it would be written; what is typed there is what the form and the map show.
  const file = el("textarea", { rows: "10", spellcheck: "false", "aria-label": t("The file") }), odd = el("div", { "aria-live": "polite" });
  const show = () => { if (document.activeElement !== file) file.value = textOf(draft); };
  file.addEventListener("change", () => {
    const { changes, wrong } = changesIn(file.value);
    odd.replaceChildren(wrong ? el("p", { class: "notice bad", role: "alert" }, t("Line {n} cannot be read here: a change is set, add or remove, as in the lines around it.", { n: wrong })) : "");
    if (!wrong) draft.step({ ...Object.fromEntries(Object.keys(draft.changes).map((path) => [path, null])), ...changes });
  });
  draft.onChange(show);
  show();
  const written = el("details", {}, el("summary", {}, t("The file, to read and to write")), file, odd);
  return el("form", { onsubmit: keep }, el("div", { class: "row" }, field("name, in small letters", name), field("title for people", title),
    el("button", { class: "main", type: "submit", disabled: !may }, t("Keep as scenario")), el("button", { type: "button", onclick: () => download(draft) }, t("Download as YAML"))),
  may ? null : el("p", { class: "quiet" }, t("You may look and try; to keep it, a token of the role run is needed.")), told, written);
}
