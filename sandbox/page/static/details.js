// What a channel keeps beside its messages: its purpose, its canvas, what is pinned, and its members.

import { day, fromTs } from "./dates.js";
import { h } from "./dom.js";
import { avatar } from "./message.js";
import { mrkdwn } from "./mrkdwn.js";
import { attempt } from "./overlays.js";
import { go } from "./places.js";
import { markdown } from "./rich_text.js";
import { called, here, member, read } from "./state.js";

const pane = document.getElementById("details");
const list = document.getElementById("details-list");
const opener = document.getElementById("open-details");

const part = (title, ...content) => h("section", null, h("h3", null, title), content);

function pin(message) {
  const to = { channel: here.place.channel };
  const lead = { type: "button", class: "replies", onclick: () => go(to, { message: message.ts }) };
  return h("li", null, mrkdwn(message.text), h("button", lead, day(fromTs(message.ts))));
}

function draw({ purpose, canvas, pins, members }) {
  const people = members.map(member).filter(Boolean);
  list.replaceChildren(
    ...(purpose ? [part("Purpose", h("p", null, purpose))] : []),
    ...(canvas ? [part(canvas.title || "Canvas", h("div", { class: "canvas" }, markdown(canvas.markdown)))] : []),
    part("Pinned", pins.length ? h("ul", null, pins.map(pin)) : h("p", { class: "hint" }, "Nothing is pinned.")),
    part("Members", h("ul", { class: "people" }, people.map((one) =>
      h("li", null, avatar(one), h("span", null, called(one), one.title ? h("small", null, one.title) : null))))),
  );
}

export async function refreshDetails() {
  const id = here.place?.channel;
  if (!id) show(false);
  if (pane.hidden) return;
  const info = await attempt(() => read("channel", { channel: id }));
  if (info && id === here.place?.channel) draw(info);
}

function show(open) {
  pane.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-details", open);
}

opener.addEventListener("click", () => {
  show(pane.hidden);
  refreshDetails();
});
document.getElementById("close-details").addEventListener("click", () => { show(false); opener.focus(); });
