// The person's modals: a stack of which the top one is shown, its inputs, its errors, and the focus.

import { drawBlock, plainValue, showError } from "./blocks.js";
import { h, iconButton, patch, unique } from "./dom.js";
import { bare } from "./elements.js";
import { words } from "./mrkdwn.js";
import { attempt } from "./overlays.js";
import { surface } from "./surfaces.js";
import { act, inTurn, read, tell } from "./state.js";

const FOCUSABLE = "input, select, textarea, button, a[href], [tabindex='0']";

let stack = [];
let dialog = null;
let opener = null; // what had the focus before the first modal
let values = {}; // of the top view, by block, as they stand on the screen
let submitting = false;
const lastFocus = new Map(); // by view: the field that had it before another view came on top
const sending = new Set(); // what was typed and is on its way to the server

const top = () => stack.at(-1);

function typed(block, element, value, settled) {
  values[block.block_id] = bare(value);
  if (!settled) return;
  const told = act("type", { view: top().id, block_id: block.block_id, value: bare(value) }).catch(() => {});
  sending.add(told);
  told.finally(() => sending.delete(told));
}

// The field in hand counts as typed before a button is pressed.
async function tellTyped() {
  const field = document.activeElement;
  if (dialog?.contains(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  await Promise.all(sending);
}

const close = (all) => attempt(async () => {
  await act("close", { view: top().id, all });
  await loadViews();
});

async function submit(button) {
  if (submitting) return;
  submitting = true;
  await attempt(async () => {
    await Promise.all(sending);
    const view = top();
    const { errors } = await act("submit", { view: view.id, values });
    await loadViews();
    if (errors && top()?.id === view.id) {
      showErrors(errors);
      dialog.querySelector("[aria-invalid=true]")?.focus();
    }
    tell("messages", "home");
  }, button);
  submitting = false;
}

function showErrors(errors) {
  for (const node of dialog.querySelectorAll(".view-blocks > .input")) showError(node, errors[node.dataset.block]);
}

function bar({ title, depth }) {
  const back = depth > 1 ? iconButton("back", "Back", { onclick: () => close(false), "data-at": "back" }) : null;
  return h("header", null, back, h("h2", { id: dialog.getAttribute("aria-labelledby") }, words(title)),
    iconButton("close", "Close", { onclick: () => close(true), "data-at": "close" }));
}

function foot({ cancel, send }) {
  const away = { type: "button", class: "button", "data-at": "cancel", onclick: () => close(false) };
  const onward = { type: "submit", class: "button primary", "data-at": "submit" };
  return h("footer", null,
    h("button", away, cancel ? words(cancel) : "Cancel"),
    send ? h("button", onward, words(send)) : null);
}

function open() {
  opener = document.activeElement;
  const form = h("form", { novalidate: true },
    h("div", { class: "bar" }), h("div", { class: "view-blocks" }), h("div", { class: "foot" }),
    h("div", { class: "notices", role: "alert" }));
  dialog = h("dialog", { class: "modal", "aria-labelledby": unique("modal") }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form.querySelector("[type=submit]"));
  });
  // Not left to the browser, which closes without asking when Esc comes twice.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close(false);
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
}

function shut() {
  dialog.close();
  dialog.remove();
  dialog = null;
  (opener?.isConnected ? opener : document.querySelector("main textarea") ?? document.getElementById("place")).focus();
}

// A block that stays as it is keeps what is typed into it; one made anew starts with what the server holds.
function draw(view, arrived) {
  const on = surface({ view: view.id }, { values: view.state?.values, type: typed, before: tellTyped });
  const list = dialog.querySelector(".view-blocks");
  if (arrived) list.replaceChildren();
  const inputs = view.blocks.filter((one) => one.type === "input");
  values = Object.fromEntries(inputs.map(({ block_id: id }) => [id, values[id] ?? null]));
  patch(list, view.blocks, (block) => block.block_id, (block) => {
    if (block.type === "input") values[block.block_id] = plainValue(view, block);
    return drawBlock(block, on);
  });
  const { id, title, close: cancel, submit: send } = view;
  patch(dialog.querySelector(".bar"), [{ id, title, depth: stack.length }], () => id, bar);
  patch(dialog.querySelector(".foot"), [{ id, cancel, send }], () => id, foot);
  if (arrived) showErrors(view.errors ?? {});
}

function focusInto(view) {
  const remembered = lastFocus.get(view.id);
  const again = remembered && dialog.querySelector(`[data-at="${CSS.escape(remembered)}"]`);
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(`.view-blocks :is(${FOCUSABLE})`);
  (again ?? first ?? dialog.querySelector(".foot button"))?.focus();
}

function show(views) {
  const before = top();
  const focused = document.activeElement;
  if (before && dialog?.contains(focused)) lastFocus.set(before.id, focused.dataset.at ?? "");
  stack = views;
  const view = top();
  if (view) {
    const arrived = view.id !== before?.id;
    if (!dialog) open();
    draw(view, arrived);
    // What had the focus may have gone with its block; a dialog without focus would not hear Esc.
    if (arrived || !dialog.contains(document.activeElement)) focusInto(view);
  } else if (dialog) {
    shut();
    lastFocus.clear();
  }
}

export const loadViews = inTurn(async () => show(await read("views")));
