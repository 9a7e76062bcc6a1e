// From a port's own records to a port that can be asked: logs, map, import, calibration, validation.

import { files } from "../parts/outcome.js";
import { api, el, faults, number, say, t, table } from "../parts/page.js";
import { follow, put } from "../parts/running.js";

const field = (text, control) => el("label", {}, el("span", {}, t(text)), control);
const COMMANDS = { read: "import", fit: "calibrate", held: "validate" }; // whose last job a step tells of
const size = (bytes) => `${number(bytes / 1e6)} MB`;

export async function recordsView() {
  const all = await api("GET", "/v1/records"), answer = el("div", {});
  const name = el("input", { name: "name", required: true, pattern: "[a-z][a-z0-9_]{0,59}", placeholder: "month_of_march" });
  const keyed = el("input", { type: "checkbox", name: "keyed", checked: true });
  async function send(event) {
    event.preventDefault();
    try {
      await api("POST", "/v1/records", { name: name.value, pseudonymise: keyed.checked });
      location.hash = `#/records/${name.value}`;
    } catch (error) { answer.replaceChildren(faults(error)); }
  }
  return [el("h1", {}, t("Records")), el("p", {}, t("A port's own log becomes a port that can be asked: read, cleaned, calibrated, and held against days that the fit has not seen.")),
    all.length ? el("ul", { class: "cards" }, all.map((one) => el("li", {}, el("a", { href: `#/records/${one.name}` }, el("b", {}, one.name), el("span", { class: "quiet" }, stage(one))))))
      : el("p", { class: "quiet" }, t("no records were sent yet")),
    el("form", { onsubmit: send }, el("fieldset", {}, el("legend", {}, t("Begin")), el("div", { class: "row" }, field("name of the records", name),
      el("button", { class: "main", type: "submit" }, t("Begin"))),
    el("label", { class: "check" }, keyed, ` ${t("keep no plates, tags or declarations, only keyed names of them")}`))), answer];
}

function stage(one) {
  if (one.is_port) return t("is a port that can be asked");
  if (one.is_fitted) return t("is calibrated");
  if (one.is_imported) return t("is read");
  return t("{n} logs", { n: one.logs.length });
}

export async function recordView(name) {
  const out = Object.fromEntries(["logs", "map", "read", "fit", "held", "port"].map((key) => [key, el("div", {})])), leaves = [];
  let record = await api("GET", `/v1/records/${name}`);
  const file = el("input", { type: "file", multiple: true, accept: ".csv,.gz,.txt,.tsv,.jsonl,.json,.parquet,.xes,.xml,.xlsx" });
  const zone = el("input", { name: "zone", value: "Asia/Shanghai", list: "zones" }), holdout = el("input", { name: "holdout", value: "7d" });
  const text = el("textarea", { name: "map", rows: "8", spellcheck: "false" });
  const listed = el("ul", {}), steps = {}, lasts = { read: el("p", {}), fit: el("p", {}), held: el("p", {}) };

  async function refresh() {
    record = await api("GET", `/v1/records/${name}`);
    listed.replaceChildren(...record.logs.map((log) => el("li", {}, `${log.name} · ${size(log.bytes)}`)));
    const open = { map: record.logs.length, read: record.logs.length, fit: record.is_imported, held: record.is_fitted, port: record.is_fitted };
    for (const [key, is] of Object.entries(open)) steps[key].disabled = !is;
    const jobs = (await api("GET", "/v1/jobs")).filter((job) => job.question.records === name); // the newest first
    for (const [key, command] of Object.entries(COMMANDS)) {
      const last = jobs.find((job) => job.question.command === command && !job.question.options.some(([option]) => option === "--dry-run"));
      lasts[key].replaceChildren(...(last ? [el("a", { href: `#/job/${last.name}` }, `${t("last time")}: ${t(last.state)}`)] : []));
    }
  }

  // What a step does: its faults are shown where it was asked, and what can follow it is opened.
  const doing = (where, act) => async (event) => {
    event?.preventDefault();
    try { await act(); await refresh(); } catch (error) { where.replaceChildren(faults(error)); }
  };

  // Asks a long question of the records; `show` gives the nodes of its answer.
  async function asked(command, options, where, show) {
    const job = await put({ command, records: name, options });
    leaves.push(follow(job.name, where, async (found, answer) => {
      const nodes = await show(answer, found);
      await refresh();
      return nodes;
    }));
  }

  const upload = doing(out.logs, async () => {
    for (const one of file.files) {
      out.logs.replaceChildren(el("p", { role: "status" }, t("one moment"), ` ${one.name} · ${size(one.size)}`));
      await api("POST", `/v1/records/${name}/logs?file=${encodeURIComponent(one.name)}`, one);
    }
    out.logs.replaceChildren();
    file.value = "";
  });

  const propose = doing(out.map, () => asked("import", [["--dry-run", ""]], out.map, async (answer) => {
    text.value = (await api("GET", `/v1/records/${name}/map`)).proposed;
    return answer.maps.map((one) => el("div", {}, el("p", {}, `${one.log} · ${t(one.form)}`),
      table([t("what"), t("column"), t("sure"), t("because")], Object.entries(one.fields).map(([key, row]) => [t(key), row.column, `${number(100 * row.confidence, 0)} %`, t(row.because)]), [2])));
  }));

  const keep = doing(out.map, async () => {
    await api("PUT", `/v1/records/${name}/map`, { text: text.value });
    say(t("kept as {name}", { name: "map.yaml" }));
  });

  const read = doing(out.read, () => asked("import", zone.value ? [["--zone", zone.value]] : [], out.read, async (answer) => {
    const judged = el("div", {}), logs = answer.logs.map((log) => [log.name, number(log.records, 0), number(log.events, 0), number(log.duplicates, 0), number(log.refused, 0)]);
    await asked("quality", [], judged, quality);
    return [table([t("log"), t("records"), t("events"), t("there already"), t("refused")], logs, [1, 2, 3, 4]), judged];
  }));

  const quality = async (answer, job) => [el("p", {}, t("{cases} journeys with {visits} visits; quality {score} of 100", { cases: number(answer.stated.cases, 0), visits: number(answer.stated.visits, 0), score: number(100 * answer.score, 0) })),
    table([t("station"), t("events"), t("quality")], answer.stations.map((one) => [one.station.replaceAll("_", " "), number(one.events, 0), number(100 * one.score, 0)]), [1, 2]), ...await files(job)];

  const fit = doing(out.fit, () => asked("calibrate", holdout.value ? [["--holdout", holdout.value]] : [], out.fit, async (answer, job) => {
    const verdicts = Object.entries(answer.verdicts).map(([word, n]) => `${t(word)}: ${number(n, 0)}`).join(" · ");
    return [el("p", {}, t("from {n} journeys", { n: number(answer.cases, 0) }), ` · ${verdicts}`),
      ...(answer.lacking.length ? [el("p", { class: "bad" }, `${t("lacking for a port")}: ${answer.lacking.join("; ")}`)] : []),
      ...(answer.assumed.length ? [table([t("value"), t("is"), t("because")], answer.assumed.slice(0, 60).map((row) => Object.values(row).slice(0, 3).map(String)))] : []), ...await files(job)];
  }));

  const validate = doing(out.held, () => asked("validate", [], out.held, async (answer, job) => {
    const holds = answer.verdict === "holds";
    return [el("p", { class: holds ? "good" : "bad" }, t(holds ? "the port holds against days that the fit has not seen" : "the port differs from days that the fit has not seen")),
      el("p", {}, t("{share} % of simulated samples are as far out", { share: number(100 * answer.as_far, 0) })),
      table([t("measure"), t("place"), t("distance"), t("its floor"), t("holds")], answer.distances.map((row) => [t(`apart_${row.name}`), row.station.replaceAll("_", " "), number(row.record, 2), number(row.floor, 2), t(row.holds ? "yes" : "no")]), [2, 3]), ...await files(job)];
  }));

  const adopt = doing(out.port, async () => {
    await api("POST", `/v1/records/${name}/port`, {});
    out.port.replaceChildren(el("p", { class: "good" }, t("{name} can be asked now", { name })), el("p", { class: "row" },
      ...[["port/", "Ports"], ["ask?layout=", "Ask"], ["capacity?layout=", "Capacity"], ["compare?layout=", "Compare"]].map(([to, word]) => el("a", { href: `#/${to}${name}` }, t(word)))));
  });

  const forget = async () => {
    if (!confirm(t("forget {name} with all that came of it?", { name }))) return;
    await api("DELETE", `/v1/records/${name}`);
    location.hash = "#/records";
  };

  const step = (key, title, ...inside) => { steps[key] = el("fieldset", {}, el("legend", {}, t(title)), ...inside, out[key], lasts[key]); return steps[key]; };
  const button = (word, act, main = true) => el("button", { type: "button", class: main ? "main" : null, onclick: act }, t(word));
  const nodes = [el("h1", {}, name), el("p", { class: "quiet" }, t(record.is_pseudonymised ? "plates, tags and declarations are kept only as keyed names" : "plates, tags and declarations are kept as they are")),
    step("logs", "1 Logs", listed, el("div", { class: "row" }, field("logs of devices or visits", file), button("Send", upload), button("Forget", forget, false))),
    step("map", "2 Which column is what", el("div", { class: "row" }, button("Propose", propose, false)),
      el("details", { open: false }, el("summary", {}, t("write the map yourself")), field("map, as YAML; empty takes the likely one", text), button("Keep the map", keep, false))),
    step("read", "3 Read and clean", el("div", { class: "row" }, field("time zone of the port", zone), button("Read", read)), el("datalist", { id: "zones" }, ["Asia/Shanghai", "Asia/Ulaanbaatar", "Asia/Irkutsk", "UTC"].map((one) => el("option", { value: one })))),
    step("fit", "4 Calibrate", el("div", { class: "row" }, field("days kept back for validation", holdout), button("Calibrate", fit))),
    step("held", "5 Validate", button("Validate", validate)),
    step("port", "6 Put among the ports", button("Put among the ports", adopt))];
  await refresh();
  text.value = (await api("GET", `/v1/records/${name}/map`)).text;
  return { nodes, leave: () => leaves.forEach((leave) => leave()) };
}
