// Where messages and commands are typed, with the app's commands as hints.

import { h, unique } from "./dom.js";
import { attempt, menuButton } from "./overlays.js";
import { act, here, tell, workspace } from "./state.js";

const drafts = new Map(); // what was typed and not sent, by person, conversation and thread
const place = (threaded) => [here.me, here.place?.channel, threaded ? here.thread : ""].join("/");

const command = (text) => /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(text.trim());

async function send(text, threaded) {
  const { channel } = here.place;
  const found = command(text);
  if (!found) return act("message", { channel, text, thread_ts: threaded ? here.thread : undefined });
  const [, name, rest = ""] = found;
  return act("command", { channel, command: name, text: rest, thread_ts: threaded ? here.thread : undefined });
}

export function composer(form, { threaded = false } = {}) {
  const box = form.querySelector("textarea");
  const id = unique("hints");
  const hints = h("ul", { class: "hints", role: "listbox", "aria-label": "Commands", id, hidden: true });
  form.prepend(hints);
  box.setAttribute("aria-controls", id);

  function offer() {
    const typed = box.value;
    const first = typed.split(/\s/)[0];
    const asked = typed.startsWith("/") && !threaded;
    const found = asked ? workspace.commands.filter((one) => one.name.startsWith(first)) : [];
    hints.replaceChildren(...found.map((one) => h("li", {
      role: "option", "aria-selected": "true",
      onpointerdown: (event) => { event.preventDefault(); box.value = `${one.name} `; offer(); },
    }, h("strong", null, one.name), " ", h("code", null, one.usage_hint), h("small", null, one.description))));
    hints.hidden = !found.length;
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
  }

  async function submit() {
    const text = box.value.trim();
    if (!text) return;
    const from = place(threaded);
    box.value = "";
    drafts.delete(from);
    offer();
    grow();
    await attempt(() => send(text, threaded).catch((failure) => {
      if (from === place(threaded) && !box.value) box.value = text; // nothing typed is lost
      throw failure;
    }), form);
    grow();
    tell("messages", "views", "channels");
  }

  box.addEventListener("input", () => { drafts.set(place(threaded), box.value); offer(); grow(); });
  box.addEventListener("blur", () => { hints.hidden = true; });
  box.addEventListener("focus", offer);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const [only] = hints.hidden ? [] : hints.querySelectorAll("strong");
    if (event.key === "Tab" && !event.shiftKey && only && !box.value.includes(" ")) {
      event.preventDefault();
      box.value = `${only.textContent} `;
      offer();
    } else if (event.key === "Escape" && !hints.hidden) {
      event.preventDefault();
      hints.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });

  return {
    // The draft of the conversation that is now open.
    arrive() {
      box.value = drafts.get(place(threaded)) ?? "";
      grow();
    },
    put(text) {
      box.value = text;
      drafts.set(place(threaded), text);
      box.focus();
      offer();
      grow();
    },
  };
}

export function globalShortcuts(button) {
  const shortcuts = workspace.shortcuts.filter((one) => one.type === "global");
  button.hidden = !shortcuts.length;
  const anchor = h("span");
  button.replaceWith(anchor);
  anchor.replaceWith(menuButton(button, () => shortcuts.map((one) => ({
    label: one.name,
    detail: one.description,
    choose: () => attempt(async () => {
      await act("shortcut", { callback_id: one.callback_id });
      tell("views");
    }, button),
  }))));
}
