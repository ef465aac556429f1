// What is open in the middle: a conversation, or the app's Home.

import { drawBlock } from "./blocks.js";
import { h, hidden, icon, patch } from "./dom.js";
import { address, mrkdwn } from "./mrkdwn.js";
import { attempt, notice } from "./overlays.js";
import { surface } from "./surfaces.js";
import { loadMessages } from "./messages.js";
import { act, channel, here, inTurn, loadChannels, read, tell, workspace } from "./state.js";

const at = (id) => document.getElementById(id);
const sidebar = at("sidebar");

function mark(one) {
  if (one.is_im) return h("span", { class: "avatar small tint-1", "aria-hidden": "true" }, workspace.app[0]);
  return icon(one.is_private ? "lock" : "hash");
}

function row(one) {
  const open = here.place?.channel === one.id;
  return h("li", null, h("button", {
    type: "button", class: one.unread ? "unread" : "", "aria-current": open ? "page" : null, "data-at": one.id,
    onclick: () => go({ channel: one.id }),
  }, mark(one), h("span", null, one.name), one.is_archived ? hidden(", archived") : null,
  one.unread ? h("span", { class: "count" }, String(one.unread), hidden(" unread")) : null));
}

function appRow() {
  const open = here.place?.home ? "page" : null;
  return h("li", null, h("button", {
    type: "button", "aria-current": open, "data-at": "home", onclick: () => go({ home: true }),
  }, icon("home"), h("span", null, `${workspace.app} · Home`)));
}

function drawSidebar() {
  const open = here.place?.channel;
  const rows = (wanted) => here.channels.filter(wanted).map((one) => ({ ...one, open: one.id === open }));
  patch(at("channel-list"), rows((one) => !one.is_im && (!one.is_archived || one.id === open)), (one) => one.id, row);
  patch(at("dm-list"), rows((one) => one.is_im), (one) => one.id, row);
  patch(at("app-list"), [{ home: Boolean(here.place?.home) }], () => "home", appRow);
  at("dm-new").hidden = here.channels.some((one) => one.is_im);
}

export const refreshChannels = inTurn(async () => {
  await loadChannels();
  drawSidebar();
  drawHeading();
});

function drawHeading() {
  const one = channel(here.place?.channel);
  at("place-name").replaceChildren(here.place?.home ? workspace.app : (one?.is_im ? one.name : `#${one?.name ?? ""}`));
  at("place-topic").replaceChildren(...(one?.topic ? mrkdwn(one.topic).childNodes : []));
  const count = one && !one.is_im ? `${one.member_count} ${one.member_count === 1 ? "member" : "members"}` : "";
  at("place-members").textContent = one?.is_archived ? "archived" : count;
  at("outside").hidden = !one || one.is_member;
  at("composer").hidden = !one?.is_member || one.is_archived;
  patch(at("bookmarks"), one?.bookmarks ?? [], (kept) => kept.id, (kept) =>
    h("li", null, icon("link"), address(kept.link, kept.title)));
  document.title = `${at("place-name").textContent} · ${workspace.team}`;
}

let drawnHome = null;

export const loadHome = inTurn(async () => {
  if (here.place?.home) showHome(await read("home"));
});

function showHome(view) {
  const list = at("home");
  if (drawnHome !== here.me) list.replaceChildren();
  drawnHome = here.me;
  if (!view) {
    list.replaceChildren(h("p", { class: "hint" }, `${workspace.app} has put nothing here for you yet.`));
    return;
  }
  if (list.querySelector(":scope > :not([data-block])")) list.replaceChildren();
  const on = surface({ view: view.id }, { values: view.state?.values });
  patch(list, view.blocks, (block) => block.block_id, (block) => drawBlock(block, on));
}

function openHome() {
  return attempt(async () => {
    const { view } = await act("home");
    showHome(view);
    tell("home");
  });
}

// Opens a place: {channel} or {home: true}, and in a channel a thread or a certain message; a thread that is open in
// another place closes.
export async function go(place, { thread = null, message = null } = {}) {
  const same = place.channel && place.channel === here.place?.channel;
  here.place = place;
  here.thread = thread ?? (same ? here.thread : null);
  document.body.classList.toggle("at-home", Boolean(place.home));
  closeDrawer();
  tell("place");
  drawSidebar();
  drawHeading();
  at("composer-text").setAttribute("aria-label", `Message ${at("place-name").textContent}`);
  at("composer-text").placeholder = `Message ${at("place-name").textContent}`;
  await (place.home ? openHome() : loadMessages());
  if (place.home) await loadMessages(); // the thread pane closes
  if (message) point(message);
  tell("channels");
}

function point(ts) {
  const row = document.querySelector(`#messages [data-ts="${CSS.escape(ts)}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.classList.add("pointed");
  setTimeout(() => row?.classList.remove("pointed"), 3_000);
}

async function openDm() {
  await attempt(async () => {
    const { channel: id } = await act("dm");
    await refreshChannels();
    await go({ channel: id.id ?? id });
  });
}

const drawer = at("open-drawer");
const narrow = window.matchMedia("(max-width: 760px)");

function setDrawer(open) {
  document.body.classList.toggle("drawer", open);
  drawer.setAttribute("aria-expanded", String(open));
  sidebar.inert = narrow.matches && !open;
  if (open) sidebar.querySelector("[aria-current], button")?.focus();
}

function closeDrawer() {
  const had = sidebar.contains(document.activeElement) && narrow.matches;
  setDrawer(false);
  if (had) drawer.focus();
}

narrow.addEventListener("change", () => setDrawer(false));
drawer.addEventListener("click", () => setDrawer(!document.body.classList.contains("drawer")));
at("drawer-shade").addEventListener("click", closeDrawer);
sidebar.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrawer(); });
at("dm-new").addEventListener("click", openDm);
at("join").addEventListener("click", (event) => attempt(async () => {
  await act("join", { channel: here.place.channel });
  await refreshChannels();
  at("composer-text").focus();
}, event.currentTarget));
setDrawer(false);

// A channel's name and a message's address lead there without leaving the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey) return;
  const [, id, seconds, rest] = /^\/archives\/(\w+)\/p(\d{10})(\d{6})/.exec(link.pathname) ?? [];
  if (link.host !== location.host || !(link.dataset.channel || id)) return;
  event.preventDefault();
  const place = { channel: link.dataset.channel ?? id };
  if (channel(place.channel)) go(place, { message: id ? `${seconds}.${rest}` : null });
  else notice("You cannot see the channel that this leads to.");
});
