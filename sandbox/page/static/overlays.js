// What lies over the page for a moment: menus, confirm dialogs and notices.

import { Failure } from "./api.js";
import { h, iconButton, unique } from "./dom.js";
import { paragraph, words } from "./mrkdwn.js";

let openMenu = null;

function closeMenu(focus) {
  if (!openMenu) return;
  const { button, list } = openMenu;
  openMenu = null;
  list.remove();
  button.setAttribute("aria-expanded", "false");
  if (focus) button.focus();
}

document.addEventListener("pointerdown", (event) => {
  if (openMenu && !openMenu.list.contains(event.target) && !openMenu.button.contains(event.target)) closeMenu(false);
});

function place(list, button) {
  button.after(list);
  const { right, bottom } = list.getBoundingClientRect();
  if (right > document.documentElement.clientWidth - 8) list.classList.add("leftwards");
  if (bottom > window.innerHeight - 8) list.classList.add("upwards");
}

// A button that opens a menu; `items()` answers [{label, detail, choose}] at that moment.
export function menuButton(button, items) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    if (openMenu?.button === button) return closeMenu(true);
    closeMenu(false);
    const entries = items().map(({ label, detail, choose }) =>
      h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => { closeMenu(true); choose(); } },
        label, detail ? h("small", null, detail) : null));
    const list = h("div", { role: "menu", class: "menu", "aria-label": button.getAttribute("aria-label") }, entries);
    list.addEventListener("keydown", (event) => steer(event, entries));
    openMenu = { button, list };
    button.setAttribute("aria-expanded", "true");
    place(list, button);
    entries[0]?.focus();
  });
  return h("span", { class: "menu-anchor" }, button);
}

function steer(event, entries) {
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    entries.at(to % entries.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu(true);
  }
}

// A confirm object as a dialog; answers whether the person went ahead.
export function confirmed(confirm) {
  return new Promise((resolve) => {
    const title = unique("confirm");
    const style = confirm.style === "danger" ? "danger" : "primary";
    const dialog = h("dialog", { class: "confirm", "aria-labelledby": title, role: "alertdialog" },
      h("h2", { id: title }, words(confirm.title)),
      paragraph(confirm.text),
      h("form", { method: "dialog", class: "buttons" },
        h("button", { value: "deny", class: "button" }, words(confirm.deny)),
        h("button", { value: "confirm", class: `button ${style}` }, words(confirm.confirm))));
    const opener = document.activeElement;
    dialog.addEventListener("close", () => {
      dialog.remove();
      opener?.focus();
      resolve(dialog.returnValue === "confirm");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const notices = document.getElementById("notices");
const STAYS = 12_000; // milliseconds: long enough to be read to the end, and it can be closed

export function notice(sentence) {
  const shown = h("div", { class: "notice" }, h("p", null, sentence),
    iconButton("close", "Close this notice", { onclick: () => shown.remove() }));
  // Over a modal nothing is seen or heard that is not inside of it.
  (document.querySelector("dialog[open] .notices") ?? notices).append(shown);
  setTimeout(() => shown.remove(), STAYS);
}

// Runs what a person started, and says so when it fails; `button` is busy meanwhile.
export async function attempt(work, button) {
  button?.setAttribute("aria-busy", "true");
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    notice(failure.message);
    return undefined;
  } finally {
    button?.removeAttribute("aria-busy");
  }
}
