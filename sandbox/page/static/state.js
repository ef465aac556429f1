// Where the person is: who acts, what is open, and what the workspace is known to hold.

import { get, post } from "./api.js";

export const workspace = JSON.parse(document.getElementById("workspace").textContent);

export const here = {
  me: null,
  place: null, // {channel: id} or {home: true}
  thread: null, // the ts of the message that the thread hangs from
  members: new Map(),
  channels: [],
  clock: { ahead: 0, canFindNext: false },
};

export const read = (what, query) => get(`/as/${here.me}/${what}`, query);
export const act = (verb, body) => post(`/as/${here.me}/${verb}`, body);

export const now = () => new Date(Date.now() + here.clock.ahead);

export const member = (id) => here.members.get(id);
export const myself = () => member(here.me);
export const channel = (id) => here.channels.find((one) => one.id === id);

export const called = (person) => person?.real_name || person?.name || "Someone";

export async function loadMembers() {
  const members = await get("/members");
  here.members = new Map(members.map((one) => [one.id, one]));
}

export async function loadChannels() {
  here.channels = await read("channels");
}

export async function loadClock() {
  const clock = await get("/clock");
  here.clock = { ahead: new Date(clock.now) - Date.now(), canFindNext: clock.can_find_next };
}

// What a link to this view of the workspace says, so that it can be opened in another tab, as another person.
export function remember() {
  const query = new URLSearchParams({ as: myself().name });
  if (here.place?.home) query.set("home", "1");
  if (here.place?.channel) query.set("channel", here.place.channel);
  if (here.thread) query.set("thread", here.thread);
  history.replaceState(null, "", `?${query}`);
}

// What changed is fetched again by whoever shows it; changes that come together are fetched once.
const listeners = new Map();
const waiting = new Set();

export function onChange(what, reload) {
  listeners.set(what, [...(listeners.get(what) ?? []), reload]);
}

export function tell(...changes) {
  for (const what of changes) {
    if (waiting.has(what)) continue;
    waiting.add(what);
    queueMicrotask(() => {
      waiting.delete(what);
      for (const reload of listeners.get(what) ?? []) reload();
    });
  }
}

// Lets one run follow the other: asked for again while it runs, it runs once more.
export function inTurn(work) {
  let running = null;
  let again = false;
  return function run() {
    again = running !== null;
    running ??= work().finally(() => {
      running = null;
      if (again) run();
    });
    return running;
  };
}
