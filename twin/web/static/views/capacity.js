import { el, t } from "../parts/page.js";

export async function capacityView() { return el("h1", {}, t("Capacity")); }
