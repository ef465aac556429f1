// The workspace's clock: what time it is there, and the buttons that move it.

import { post } from "./api.js";
import { shown } from "./dates.js";
import { attempt } from "./overlays.js";
import { here, loadClock, now, tell } from "./state.js";

const face = document.getElementById("clock-face");
const group = document.getElementById("clock");
const buttons = [...group.querySelectorAll("button")];
const TICK = 5_000; // milliseconds between looks at the clock

function drawClock() {
  const date = now();
  const iso = date.toISOString().slice(0, 16);
  if (face.dateTime === iso && face.dataset.of === here.me) return;
  face.dateTime = iso;
  face.dataset.of = here.me;
  face.textContent = `${shown("{date_short}, {time}", date)}`;
}

export async function refreshClock() {
  await loadClock();
  drawClock();
  document.getElementById("clock-next").disabled = !here.clock.canFindNext;
}

async function move(button) {
  group.classList.add("moving");
  buttons.forEach((one) => { one.disabled = true; });
  await attempt(() => post("/clock", { to: button.value }), button);
  buttons.forEach((one) => { one.disabled = false; });
  group.classList.remove("moving");
  await refreshClock();
  button.focus();
  document.getElementById("clock-said").textContent = `It is now ${face.textContent}.`;
  tell("messages", "channels", "home", "views");
}

buttons.forEach((button) => button.addEventListener("click", () => move(button)));
setInterval(drawClock, TICK);
