// The messages of the open conversation and of the open thread.

import { drawBlock } from "./blocks.js";
import { day, fromTs, full, isoDay, time } from "./dates.js";
import { h, icon, iconButton, patch } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { attempt, menuButton } from "./overlays.js";
import { surface } from "./surfaces.js";
import { act, called, channel, here, inTurn, member, read, tell, workspace } from "./state.js";

const REACTIONS = ["+1", "white_check_mark", "eyes", "tada", "heart", "raised_hands"];
const TOGETHER = 300; // seconds within which messages of one author stand under one name
const NEAR = 80; // pixels from the end within which new messages are followed

export const avatar = (person) => h("span", { class: `avatar tint-${person?.is_bot ? 1 : tint(person?.id ?? "")}`, "aria-hidden": "true" }, initials(called(person)));

const initials = (name) => name.split(/[\s-]+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
const tint = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 8, 7);

const author = (message) => member(message.user) ?? { id: message.user, real_name: message.name, is_bot: message.is_bot };

function reactions(message) {
  const toggle = (name, mine) => attempt(async () => {
    await act("react", { channel: here.place.channel, ts: message.ts, name, remove: mine });
    tell("messages");
  });
  return message.reactions?.length ? h("div", { class: "reactions" }, message.reactions.map(({ name, users, count }) => {
    const mine = users.includes(here.me);
    const who = users.map((id) => called(member(id))).join(", ");
    return h("button", {
      type: "button", class: "reaction", "aria-pressed": String(mine), title: who, "data-at": `react/${name}`,
      "aria-label": `${name.replaceAll("_", " ")}, ${count ?? users.length}: ${who}`, onclick: () => toggle(name, mine),
    }, EMOJI[name] ?? `:${name}:`, " ", String(count ?? users.length));
  })) : null;
}

function files(message) {
  return (message.files ?? []).map((file) => file.mimetype?.startsWith("image/")
    ? h("figure", { class: "image" }, h("figcaption", null, file.title || file.name),
      h("img", { src: file.url_private, alt: file.alt_txt || file.title || file.name }))
    : h("a", { class: "file", href: file.url_private, target: "_blank", rel: "noopener noreferrer" }, icon("file"), file.title || file.name));
}

function tools(message, inThread) {
  const react = menuButton(iconButton("smile", "Add a reaction", { "data-at": "tool/react" }), () => REACTIONS.map((name) => ({
    label: `${EMOJI[name]} ${name.replaceAll("_", " ")}`,
    choose: () => attempt(async () => { await act("react", { channel: here.place.channel, ts: message.ts, name }); tell("messages"); }),
  })));
  const reply = inThread ? null : iconButton("reply", "Reply in thread", { "data-at": "tool/reply", onclick: () => openThread(message.thread_ts ?? message.ts) });
  const shortcuts = workspace.shortcuts.filter((one) => one.type === "message").map((one) => ({
    label: one.name, detail: one.description,
    choose: () => attempt(async () => {
      await act("shortcut", { callback_id: one.callback_id, message: { channel: here.place.channel, ts: message.ts } });
      tell("views");
    }),
  }));
  const more = shortcuts.length ? menuButton(iconButton("more", "More for this message", { "data-at": "tool/more" }), () => shortcuts) : null;
  return h("div", { class: "tools" }, react, reply, more);
}

function replies(message) {
  const count = message.reply_count;
  return count ? h("button", { type: "button", class: "replies", "data-at": "replies", onclick: () => openThread(message.ts) },
    `${count} ${count === 1 ? "reply" : "replies"}`) : null;
}

function body(message) {
  const on = surface({ channel: here.place.channel, ts: message.ts }, { values: message.values });
  const content = message.blocks?.length ? message.blocks.map((block) => drawBlock(block, on)) : mrkdwn(message.text);
  const edited = message.edited && !message.blocks?.length ? h("span", { class: "hint" }, " (edited)") : null;
  return [content, edited, files(message)];
}

const pinned = () => h("p", { class: "only-you" }, icon("pin"), "Pinned");
const only = () => h("p", { class: "only-you" }, icon("eye"), "Only visible to you");

function drawMessage({ message, follows, inThread }) {
  const who = author(message);
  const at = fromTs(message.ts);
  const when = h("time", { datetime: at.toISOString(), title: full(at) }, time(at));
  const heading = h("div", { class: follows ? "visually-hidden" : "by" },
    h("strong", null, called(who)), who.is_bot ? h("span", { class: "app-badge" }, "APP") : null, " ", when);
  return h("li", { class: `message ${follows ? "follows" : ""} ${message.ephemeral ? "ephemeral" : ""}`, "data-ts": message.ts },
    follows ? h("span", { class: "gutter", "aria-hidden": "true" }, time(at)) : avatar(who),
    h("div", { class: "content" }, message.ephemeral ? only() : null, message.pinned ? pinned() : null, heading, body(message), reactions(message),
      inThread ? null : replies(message)),
    message.ephemeral ? null : tools(message, inThread));
}

// Days stand between messages; a message of the same author soon after needs no new name.
function withDays(messages, inThread) {
  const items = [];
  let last = null;
  for (const message of messages) {
    const today = isoDay(fromTs(message.ts));
    const newDay = !inThread && today !== (last && isoDay(fromTs(last.ts)));
    if (newDay) items.push({ key: today, day: day(fromTs(message.ts)) });
    const follows = Boolean(last && !newDay && last.user === message.user
      && last.ephemeral === message.ephemeral && !last.reply_count && message.ts - last.ts < TOGETHER);
    items.push({ key: message.ts, message, follows, inThread });
    last = message;
  }
  return items;
}

const draw = (item) => (item.day ? h("li", { class: "day" }, h("span", null, item.day)) : drawMessage(item));

function show(list, messages, { inThread = false, toEnd = false } = {}) {
  const scroller = list.parentElement;
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  patch(list, withDays(messages, inThread), (item) => item.key, draw);
  if (toEnd || atEnd) scroller.scrollTop = scroller.scrollHeight;
}

const main = document.getElementById("messages");
const pane = document.getElementById("thread");
const threadList = document.getElementById("thread-messages");
let shownChannel = null;
let opener = null;

async function loadChannel() {
  const id = here.place?.channel;
  if (!id) return;
  const messages = await read("messages", { channel: id });
  if (id !== here.place?.channel) return;
  const fresh = shownChannel !== `${here.me}/${id}`;
  if (fresh) quietly(main);
  shownChannel = `${here.me}/${id}`;
  show(main, messages, { toEnd: fresh });
  document.getElementById("nothing-yet").hidden = messages.length > 0;
  if (fresh || channel(id)?.unread) see(id);
}

// Empties a list to fill it with what is old: only what comes after is read aloud.
function quietly(list) {
  list.replaceChildren();
  list.parentElement.setAttribute("aria-live", "off");
  setTimeout(() => list.parentElement.setAttribute("aria-live", "polite"), 1_000);
}

function see(id) {
  act("read", { channel: id }).then(() => tell("channels"), () => {});
}

async function loadThread() {
  const { thread, place } = here;
  pane.hidden = !thread;
  document.body.classList.toggle("with-thread", Boolean(thread));
  if (!thread || !place?.channel) return;
  const messages = await read("messages", { channel: place.channel, thread });
  if (thread !== here.thread) return;
  const fresh = threadList.dataset.thread !== `${here.me}/${thread}`;
  if (fresh) quietly(threadList);
  threadList.dataset.thread = `${here.me}/${thread}`;
  document.getElementById("thread-where").textContent = `#${channel(place.channel)?.name ?? ""}`;
  show(threadList, messages, { inThread: true, toEnd: fresh });
}

export const loadMessages = inTurn(async () => { await Promise.all([loadChannel(), loadThread()]); });

export async function openThread(ts) {
  opener = document.activeElement?.closest("[data-ts]")?.dataset.ts ?? null;
  here.thread = ts;
  tell("place");
  await loadMessages();
  pane.querySelector("textarea").focus();
}

export function closeThread() {
  here.thread = null;
  tell("place");
  loadMessages();
  const back = opener && main.querySelector(`[data-ts="${CSS.escape(opener)}"]`);
  (back?.querySelector("[data-at=replies], [data-at='tool/reply']") ?? document.getElementById("place")).focus();
}

document.getElementById("close-thread").addEventListener("click", closeThread);
pane.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) closeThread(); });
