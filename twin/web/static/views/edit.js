import { el, t } from "../parts/page.js";

export async function editView() { return el("h1", {}, t("Edit")); }
