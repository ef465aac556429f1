// Starts the page: who acts, what is open, and what changes while one looks.

import { Failure } from "./api.js";
import { refreshClock } from "./clock.js";
import { composer, globalShortcuts } from "./composer.js";
import { refreshDetails } from "./details.js";
import { refreshInspector } from "./inspector.js";
import { loadMessages } from "./messages.js";
import { loadViews } from "./modals.js";
import { notice } from "./overlays.js";
import { go, loadHome, refreshChannels } from "./places.js";
import { called, here, loadMembers, onChange, remember, tell } from "./state.js";
import { tour } from "./tour.js";

const RETRY = 1_000; // milliseconds until a lost connection is tried again
const actors = document.getElementById("act-as");
const wanted = new URLSearchParams(location.search);

const main = composer(document.getElementById("composer"));
const replies = composer(document.getElementById("thread-composer"), { threaded: true });
globalShortcuts(document.getElementById("shortcuts"));

onChange("channels", refreshChannels);
onChange("messages", loadMessages);
onChange("views", loadViews);
onChange("home", loadHome);
onChange("clock", refreshClock);
onChange("place", () => { remember(); main.arrive(); replies.arrive(); refreshDetails(); });
onChange("channels", refreshDetails);
for (const what of ["messages", "views", "home"]) onChange(what, refreshInspector);

let socket = null;

function listen() {
  socket?.close();
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/as/${here.me}/live`);
  socket = mine;
  mine.onopen = () => {
    document.body.classList.remove("offline");
    tell("channels", "messages", "views", "home", "clock");
  };
  mine.onmessage = ({ data }) => {
    const { changed } = JSON.parse(data);
    tell(changed);
    if (changed === "messages") tell("channels");
  };
  mine.onclose = () => {
    if (mine !== socket) return;
    document.body.classList.add("offline");
    setTimeout(() => mine === socket && listen(), RETRY);
  };
}

const byName = (name) => [...here.members.values()].find((one) => one.name === name || one.id === name);

function drawActors() {
  const able = [...here.members.values()].filter((one) => !one.is_bot && !one.deleted);
  const shown = (one) => [called(one), one.title].filter(Boolean).join(" · ");
  actors.replaceChildren(...able.map((one) => new Option(shown(one), one.id)));
  actors.value = here.me;
}

const firstPlace = () => {
  const named = here.channels.find((one) => [one.id, one.name].includes(wanted.get("channel")));
  return { channel: (named ?? here.channels.find((one) => one.unread) ?? here.channels[0])?.id };
};

async function actAs(name) {
  here.me = byName(name)?.id ?? here.me;
  drawActors();
  await refreshChannels();
  const visible = here.place?.home || here.channels.some((one) => one.id === here.place?.channel && !one.is_im);
  await go(visible ? here.place : firstPlace());
  await loadViews();
  refreshClock();
  listen();
}

async function start() {
  await loadMembers();
  here.me = (byName(wanted.get("as")) ?? [...here.members.values()].find((one) => !one.is_bot && !one.deleted)).id;
  drawActors();
  await Promise.all([refreshClock(), refreshChannels()]);
  const [thread, message] = [wanted.get("thread"), wanted.get("message")];
  await go(wanted.get("home") ? { home: true } : firstPlace(), { thread, message });
  await loadViews();
  listen();
  tour({ actAs, put: main.put });
}

window.addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof Failure)) return;
  event.preventDefault();
  notice(event.reason.message);
});
actors.addEventListener("change", () => actAs(actors.value));
start();
