// Elements made from data and never from markup, so that whatever a person typed stays text.

export function h(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  const absent = [null, undefined, false];
  element.append(...children.flat(Infinity).filter((child) => !absent.includes(child)));
  return element;
}

let made = 0;

export const unique = (prefix) => `${prefix}-${(made += 1)}`;

export const hidden = (words) => h("span", { class: "visually-hidden" }, words);

// An icon is a path in a 20 by 20 square; the words beside it, or its button's label, say what it means.
const PATHS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  send: "M3 10l14-6-5 13-3-5z M9 12l8-8",
  reply: "M3 5h14v9H9l-4 3v-3H3z",
  smile: "M10 3a7 7 0 100 14 7 7 0 000-14zM7 8v1M13 8v1M7 12q3 3 6 0",
  more: "M10 4.5v.5M10 9.75v.5M10 15v.5",
  eye: "M2 10q8-10 16 0q-8 10-16 0zM10 8a2 2 0 100 4 2 2 0 000-4",
  lock: "M5 9h10v8H5zM7 9V6a3 3 0 016 0v3",
  hash: "M7 3l-1.5 14M14 3l-1.5 14M3.5 7h14M2.5 13h14",
  home: "M3 10l7-6 7 6M5 9v8h10V9",
  plus: "M10 4v12M4 10h12",
  next: "M4 5l6 5-6 5zM11 5l6 5-6 5z",
  clock: "M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v4l3 2",
  code: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  compass: "M10 3a7 7 0 100 14 7 7 0 000-14zM13 7l-2 4-4 2 2-4z",
  pin: "M7 3h6l-1 6 3 3H5l3-3zM10 12v5",
  link: "M8 12l4-4M7 9l-2 2a3 3 0 004 4l2-2M13 11l2-2a3 3 0 00-4-4L9 7",
  file: "M5 3h7l3 3v11H5zM12 3v3h3",
};

export function icon(name) {
  const drawn = svg("path", { d: PATHS[name], fill: "none", stroke: "currentColor" });
  return svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, drawn);
}

export function iconButton(name, label, attributes) {
  const own = { type: "button", class: "icon-button", "aria-label": label, title: label };
  return h("button", { ...own, ...attributes }, icon(name));
}

// Puts the items into the parent in their order. What did not change keeps its element, and with it the focus, the
// scroll position and half-typed text; where a focused element is made anew, its successor takes the focus.
export function patch(parent, items, key, make) {
  const focused = parent.contains(document.activeElement) && document.activeElement.closest("[data-at]")?.dataset.at;
  const keys = new Set(items.map((item, index) => String(key(item, index))));
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  for (const [name, child] of old) if (!keys.has(name)) child.remove();
  let heirs = parent;
  let last = null;
  items.forEach((item, index) => {
    const own = String(key(item, index));
    const content = JSON.stringify(item);
    let element = old.get(own);
    if (element?.content !== content) {
      const fresh = make(item);
      fresh.dataset.key = own;
      fresh.content = content;
      if (element?.contains(document.activeElement)) heirs = fresh;
      element?.replaceWith(fresh);
      element = fresh;
    }
    const place = last ? last.nextSibling : parent.firstChild;
    if (element !== place) parent.insertBefore(element, place);
    last = element;
  });
  if (focused && !parent.contains(document.activeElement)) heir(heirs, focused)?.focus();
}

// The element in the same place, or else the one that does the same: Slack gives new names to blocks without one.
function heir(within, at) {
  const all = [...within.querySelectorAll("[data-at]")];
  const action = (name) => name.split("/")[1];
  return all.find((one) => one.dataset.at === at) ?? all.find((one) => action(one.dataset.at) === action(at));
}
