// What there is to try: the tour's steps, each with a button that prepares it.

import { go, refreshChannels } from "./places.js";
import { here } from "./state.js";

const pane = document.getElementById("tour");
const opener = document.getElementById("open-tour");
const SEEN = "sandbox-tour-closed";
const ROOMY = window.matchMedia("(min-width: 1100px)"); // where it does not lie over the messages

function show(open) {
  pane.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-tour", open);
}

// `actAs(name)` changes the person, `put(text)` fills the composer without sending.
export function tour({ actAs, put }) {
  show(ROOMY.matches && localStorage.getItem(SEEN) === null);
  ROOMY.addEventListener("change", () => { if (!ROOMY.matches) show(false); });
  opener.addEventListener("click", () => {
    show(pane.hidden);
    if (!pane.hidden) pane.querySelector("h2").focus();
  });
  document.getElementById("close-tour").addEventListener("click", () => {
    localStorage.setItem(SEEN, "yes");
    show(false);
    opener.focus();
  });
  for (const button of pane.querySelectorAll("button[data-as]")) {
    button.addEventListener("click", async () => {
      const { as, channel, type } = button.dataset;
      await actAs(as);
      await refreshChannels();
      const room = here.channels.find((one) => one.name === channel);
      await go(channel === "home" ? { home: true } : { channel: room?.id ?? here.channels[0].id });
      if (type) put(type);
      if (!ROOMY.matches) show(false);
    });
  }
}
