// The messages of the open conversation and of the open thread.

import { day, fromTs, isoDay } from "./dates.js";
import { h, patch } from "./dom.js";
import { drawMessage } from "./message.js";
import { act, channel, here, inTurn, read, tell } from "./state.js";

const TOGETHER = 300; // seconds within which messages of one author stand under one name
const NEAR = 80; // pixels from the end within which new messages are followed

const main = document.getElementById("messages");
const pane = document.getElementById("thread");
const threadList = document.getElementById("thread-messages");
let opener = null; // the message from which the thread was opened

const saidTogether = (one, next) => one.user === next.user && one.ephemeral === next.ephemeral
  && !one.reply_count && next.ts - one.ts < TOGETHER;

// Days stand between messages; a message of the same author soon after needs no new name.
function withDays(messages, inThread) {
  let last = null;
  return messages.flatMap((message) => {
    const today = isoDay(fromTs(message.ts));
    const newDay = !inThread && today !== (last && isoDay(fromTs(last.ts)));
    const follows = Boolean(last && !newDay && saidTogether(last, message));
    last = message;
    const item = { key: message.ts, message, follows, inThread };
    return newDay ? [{ key: today, day: day(fromTs(message.ts)) }, item] : [item];
  });
}

function draw(item) {
  if (item.day) return h("li", { class: "day" }, h("span", null, item.day));
  const { message, follows, inThread } = item;
  return drawMessage(message, { follows, reply: inThread ? null : () => openThread(message.thread_ts ?? message.ts) });
}

// Fills a list, from the beginning where another conversation was in it before: only what comes later is read aloud.
function show(list, messages, { of, inThread = false }) {
  const scroller = list.parentElement;
  const fresh = list.dataset.of !== of;
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  if (fresh) {
    list.replaceChildren();
    list.dataset.of = of;
    scroller.setAttribute("aria-live", "off");
    setTimeout(() => scroller.setAttribute("aria-live", "polite"), 1_000);
  }
  patch(list, withDays(messages, inThread), (item) => item.key, draw);
  if (fresh || atEnd) scroller.scrollTop = scroller.scrollHeight;
  return fresh;
}

function see(id) {
  act("read", { channel: id }).then(() => tell("channels"), () => {});
}

async function loadChannel() {
  const id = here.place?.channel;
  if (!id) return;
  const messages = await read("messages", { channel: id });
  if (id !== here.place?.channel) return;
  const fresh = show(main, messages, { of: `${here.me}/${id}` });
  document.getElementById("nothing-yet").hidden = messages.length > 0;
  if (fresh || channel(id)?.unread) see(id);
}

async function loadThread() {
  const { thread, place } = here;
  pane.hidden = !thread;
  document.body.classList.toggle("with-thread", Boolean(thread));
  if (!thread || !place?.channel) return;
  const messages = await read("messages", { channel: place.channel, thread });
  if (thread !== here.thread) return;
  show(threadList, messages, { of: `${here.me}/${thread}`, inThread: true });
  document.getElementById("thread-where").textContent = `#${channel(place.channel)?.name ?? ""}`;
}

export const loadMessages = inTurn(async () => { await Promise.all([loadChannel(), loadThread()]); });

async function openThread(ts) {
  opener = document.activeElement?.closest("[data-ts]")?.dataset.ts ?? null;
  here.thread = ts;
  tell("place");
  await loadMessages();
  pane.querySelector("textarea").focus();
}

function closeThread() {
  here.thread = null;
  tell("place");
  loadMessages();
  const back = opener && main.querySelector(`[data-ts="${CSS.escape(opener)}"]`);
  (back?.querySelector("[data-at=replies], [data-at='tool/reply']") ?? document.getElementById("place")).focus();
}

document.getElementById("close-thread").addEventListener("click", closeThread);
pane.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) closeThread();
});
