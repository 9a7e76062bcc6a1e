import { el, t } from "../parts/page.js";

export async function compareView() { return el("h1", {}, t("Compare")); }
