// A token, where one is needed; it is kept in a cookie that no script can read.

import { api, el, faults, state, t } from "../parts/page.js";

export async function keyView() {
  const token = el("input", { type: "password", autocomplete: "current-password", required: true, name: "token" }), answer = el("div", {});
  async function send(event) {
    event.preventDefault();
    try {
      state.role = (await api("POST", "/v1/session", { token: token.value })).role;
      location.hash = "#/";
    } catch (error) { answer.replaceChildren(faults(error)); }
  }
  return [el("h1", {}, t("A token is needed")), el("form", { onsubmit: send, class: "row" }, el("label", {}, el("span", {}, t("token")), token),
    el("button", { class: "main", type: "submit" }, t("Enter"))), answer];
}
