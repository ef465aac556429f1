// A field with type-ahead: one choice that replaces the text, or several that stand before it.

import { h, icon, unique } from "./dom.js";

const WAIT = 150; // milliseconds after the last key before the app is asked

// `find(query)` answers [{value, label, detail, group}]; `changed` gets the chosen ones, a list even where it is one.
export function combobox({ id, label, placeholder, several, most, chosen, find, changed, ...attributes }) {
  const list = h("ul", { role: "listbox", id: unique("list"), "aria-label": label ?? "Choices", hidden: true });
  const input = h("input", {
    type: "text", role: "combobox", id, placeholder: placeholder ?? "", autocomplete: "off", spellcheck: "false",
    "aria-label": label, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, ...attributes,
  });
  const chips = h("ul", { class: "chips", "aria-label": `${label ?? "Choices"}: chosen`, hidden: true });
  const box = h("div", { class: "combobox" }, chips, input, list);
  let picked = chosen;
  let offered = [];
  let active = -1;
  let asked = 0;
  let timer;

  const shownLabel = () => (several ? "" : (picked[0]?.label ?? ""));

  function pick(next) {
    picked = next;
    draw();
    changed(picked, input);
  }

  function draw() {
    input.value = shownLabel();
    chips.hidden = !several || !picked.length;
    chips.replaceChildren(...(several ? picked : []).map((one) =>
      h("li", null, one.label, h("button", {
        type: "button", class: "chip-remove", "aria-label": `Remove ${one.label}`,
        onclick: () => { pick(picked.filter((other) => other !== one)); input.focus(); },
      }, icon("close")))));
  }

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(to) {
    active = (to + offered.length) % offered.length;
    const options = [...list.querySelectorAll("[role=option]")];
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    options[active]?.scrollIntoView({ block: "nearest" });
    if (options[active]) input.setAttribute("aria-activedescendant", options[active].id);
  }

  function choose(one) {
    if (!one) return;
    close();
    if (!several) pick([one]);
    else if (!picked.some((other) => other.value === one.value)) pick([...picked, one].slice(-(most ?? 100)));
  }

  function offer(found) {
    offered = found.filter((one) => !several || !picked.some((other) => other.value === one.value));
    let group;
    list.replaceChildren(...offered.flatMap((one, index) => {
      const heads = one.group && one.group !== group;
      const heading = heads ? [h("li", { role: "presentation", class: "group" }, one.group)] : [];
      group = one.group;
      const detail = one.detail ? h("small", null, one.detail) : null;
      return [...heading, h("li", {
        role: "option", id: `${list.id}-${index}`, "aria-selected": "false",
        onpointerdown: (event) => { event.preventDefault(); choose(one); },
      }, one.label, detail)];
    }));
    const nothing = { role: "option", "aria-disabled": "true", class: "nothing" };
    if (!offered.length) list.append(h("li", nothing, "No matches"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
    if (offered.length) point(0);
  }

  async function search(query) {
    const mine = (asked += 1);
    const found = await find(query);
    if (mine === asked && document.activeElement === input) offer(found);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(input.value.trim()), WAIT);
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => list.hidden && search(""));
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked += 1;
    close();
    if (!several && !input.value.trim() && picked.length) pick([]);
    else input.value = shownLabel();
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) search("");
      else if (offered.length) point(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      choose(offered[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // or it would close the modal
      event.stopPropagation();
      close();
      input.value = shownLabel();
    } else if (event.key === "Backspace" && several && !input.value && picked.length) {
      pick(picked.slice(0, -1));
    }
  });
  draw();
  return box;
}
