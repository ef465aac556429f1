// The elements to press, choose and type into. Each takes the element and a field, and answers with its node.
//
// A field is {id, at, label, describedBy, required, held, changed, entered, find}: `held` is what the server
// keeps for it (an option, a list, a string), `changed(value, settled)` tells a new plain value, `entered()` that Enter
// was pressed, `find(query)` asks the app for options.

import { combobox } from "./combobox.js";
import { fromLocal, toLocal } from "./dates.js";
import { h, iconButton, unique } from "./dom.js";
import { words } from "./mrkdwn.js";
import { menuButton } from "./overlays.js";
import { called, here } from "./state.js";

const attributes = (field) => ({
  id: field.id,
  "data-at": field.at,
  "aria-label": field.label,
  "aria-describedby": field.describedBy,
  "aria-required": field.required ? "true" : null,
});

const hint = (element) => (element.placeholder ? words(element.placeholder) : undefined);

function button(element, field) {
  const look = {
    class: `button ${element.style ?? ""}`, "data-at": field.at, "aria-label": element.accessibility_label,
    onclick: (event) => field.changed(undefined, event.currentTarget),
  };
  if (!element.url) return h("button", { type: "button", ...look }, words(element.text));
  return h("a", { href: element.url, target: "_blank", rel: "noopener noreferrer", ...look }, words(element.text));
}

function overflow(element, field) {
  const opener = iconButton("more", "More actions", { "data-at": field.at });
  const choose = (option) => () => {
    if (option.url) window.open(option.url, "_blank", "noopener");
    field.changed(option.value, opener);
  };
  return menuButton(opener, () => element.options.map((option) => ({
    label: words(option.text), detail: option.description && words(option.description), choose: choose(option),
  })));
}

const image = (element) => h("img", { src: source(element), alt: element.alt_text });

export const source = (element) => element.image_url ?? element.slack_file?.url ?? `/files/${element.slack_file?.id}`;

const isHeld = (option, field) => [field.held ?? []].flat().some((one) => one.value === option.value);

function boxes(type) {
  return (element, field) => {
    const name = unique("choice");
    const all = element.options.map((option) => {
      const id = unique("option");
      const box = h("input", {
        type, id, name, "data-at": `${field.at}/${option.value}`, "aria-describedby": field.describedBy,
        onchange: () => field.changed(type === "radio" ? option.value : ticked(), box),
      });
      box.checked = isHeld(option, field);
      const more = option.description ? h("small", null, words(option.description)) : null;
      const label = h("label", { for: id }, words(option.text), more);
      return { box, option, row: h("div", { class: "choice" }, box, label) };
    });
    const ticked = () => all.filter(({ box }) => box.checked).map(({ option }) => option.value);
    const role = type === "radio" ? "radiogroup" : "group";
    return h("div", { ...attributes(field), role, "data-at": null, class: "choices" }, all.map(({ row }) => row));
  };
}

function picker(type, { read = (held) => held, tell = (value) => value } = {}) {
  return (element, field) => {
    const input = h("input", {
      type, ...attributes(field),
      onchange: () => {
        if (type.startsWith("date") && input.value && input.value < "1000") return; // a year that is still being typed
        field.changed(input.value ? tell(input.value) : null, input);
      },
    });
    input.value = field.held ? read(field.held) : "";
    return input;
  };
}

function staticSelect(element, field) {
  const row = (option) => h("option", { value: option.value }, words(option.text));
  const rows = element.option_groups
    ? element.option_groups.map((group) => h("optgroup", { label: words(group.label) }, group.options.map(row)))
    : element.options.map(row);
  const empty = h("option", { value: "" }, hint(element) ?? "Choose an option");
  const select = h("select", {
    ...attributes(field), onchange: () => field.changed(select.value || null, select),
  }, empty, rows);
  select.value = field.held?.value ?? "";
  return select;
}

function matches(query) {
  const parts = query.toLowerCase().split(/\s+/);
  return ({ label, detail = "" }) => parts.every((part) => `${label} ${detail}`.toLowerCase().includes(part));
}

const asChoice = (option, group) => ({
  value: option.value, label: option.text.text, detail: option.description?.text, group: group && words(group.label),
});

function choices({ options = [], option_groups: groups }) {
  if (!groups) return options.map((option) => asChoice(option));
  return groups.flatMap((group) => group.options.map((option) => asChoice(option, group)));
}

const people = () => [...here.members.values()].filter((one) => !one.deleted)
  .map((one) => ({ value: one.id, label: called(one), detail: one.title || one.name }));

const rooms = (wanted) => here.channels.filter(wanted)
  .map((one) => ({ value: one.id, label: `#${one.name}`, detail: one.topic }));

const byId = (all) => (held) => all().find((one) => one.value === held) ?? { value: held, label: held };

// A select with type-ahead, of one or several: `all` are the choices known here; without it, the app is asked.
function typeahead(all, { several = false } = {}) {
  return (element, field) => {
    const known = all && (() => all(element));
    const plain = (picked) => (several ? picked.map((one) => one.value) : (picked[0]?.value ?? null));
    const toChoice = (held) => (typeof held === "string" ? byId(known)(held) : asChoice(held));
    return combobox({
      ...attributes(field),
      label: field.label,
      placeholder: hint(element),
      several,
      most: element.max_selected_items,
      chosen: [field.held ?? []].flat().map(toChoice),
      find: async (query) => (known ? known().filter(matches(query)) : choices(await field.find(query))),
      changed: (picked, input) => field.changed(plain(picked), input),
    });
  };
}

const publicRooms = () => rooms((one) => !one.is_im && !one.is_private);
const allRooms = () => rooms((one) => !one.is_im);

function textInput({ type = "text", mode } = {}) {
  return (element, field) => {
    const tag = element.multiline ? "textarea" : "input";
    const input = h(tag, {
      ...attributes(field), type: element.multiline ? null : type, inputmode: mode, placeholder: hint(element),
      rows: element.multiline ? "4" : null, autocomplete: "off", autofocus: element.focus_on_load,
      oninput: () => field.changed(input.value, null),
      onchange: () => field.changed(input.value, input),
      onkeydown: (event) => {
        if (event.key === "Enter" && !element.multiline) field.entered?.(event, input);
      },
    });
    input.value = field.held ?? "";
    return input;
  };
}

const RENDER = {
  button,
  overflow,
  image,
  checkboxes: boxes("checkbox"),
  radio_buttons: boxes("radio"),
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: picker("datetime-local", { read: toLocal, tell: fromLocal }),
  static_select: staticSelect,
  multi_static_select: typeahead(choices, { several: true }),
  external_select: typeahead(null),
  multi_external_select: typeahead(null, { several: true }),
  users_select: typeahead(people),
  multi_users_select: typeahead(people, { several: true }),
  channels_select: typeahead(publicRooms),
  multi_channels_select: typeahead(publicRooms, { several: true }),
  conversations_select: typeahead(allRooms),
  multi_conversations_select: typeahead(allRooms, { several: true }),
  plain_text_input: textInput(),
  email_text_input: textInput({ type: "email" }),
  url_text_input: textInput({ type: "url" }),
  number_input: textInput({ mode: "decimal" }),
};

// Whether its label belongs to a group of controls instead of one.
export const isGroup = (element) => ["checkboxes", "radio_buttons"].includes(element.type);

export function drawn(element, field) {
  const render = RENDER[element.type];
  return render ? render(element, field) : unknown(element);
}

export const unknown = ({ type }) => h("p", { class: "unknown" }, `The sandbox's page cannot show “${type}”.`);

// What the element starts with, or what the server keeps of it: both have one such key.
export function held(element, state) {
  const kept = state && Object.entries(state).find(([key]) => key === "value" || key.startsWith("selected_"));
  if (kept) return kept[1];
  return Object.entries(element).find(([key]) => key.startsWith("initial_"))?.[1];
}

// The plain value that a submission carries: ids and values in place of options.
export function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  return value?.value ?? value ?? null;
}
