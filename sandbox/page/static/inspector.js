// The recent calls between the app and Slack, for those who want to look under the hood.

import { get } from "./api.js";
import { time } from "./dates.js";
import { h, patch } from "./dom.js";
import { attempt } from "./overlays.js";

const pane = document.getElementById("inspector");
const list = document.getElementById("inspector-list");
const SHOWN = 100; // of the newest
const opener = document.getElementById("open-inspector");

function entry({ number, at, kind, method, what, result, ...rest }) {
  const name = kind === "delivery" ? `→ ${what ?? method}` : method || kind;
  return h("li", null, h("details", null,
    h("summary", null, h("code", null, name), h("span", { class: result === "ok" ? "passed" : "failed" }, result),
      h("time", { datetime: at }, `${number} · ${time(new Date(at))}`)),
    h("pre", { tabindex: "0" }, JSON.stringify(rest, null, 2))));
}

async function load() {
  const log = await attempt(() => get("/log"));
  patch(list, (log ?? []).reverse().slice(0, SHOWN), (one) => one.number, entry);
}

export function refreshInspector() {
  if (!pane.hidden) load();
}

function show(open) {
  pane.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) load();
}

opener.addEventListener("click", () => show(pane.hidden));
document.getElementById("close-inspector").addEventListener("click", () => { show(false); opener.focus(); });
