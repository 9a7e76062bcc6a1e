import { el, t } from "../parts/page.js";

export async function liveView() { return el("h1", {}, t("Live")); }
