import { el, t } from "../parts/page.js";

export async function wallView() { return el("h1", {}, t("Wall")); }
