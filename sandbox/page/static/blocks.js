// Blocks as elements, on any surface.
//
// A surface says where they stand and what may be done there: {values, act(block, element, selected, node),
// type(block, element, value, settled), find(block, element, query)}. `values` is the server's state.

import { chart } from "./charts.js";
import { h, svg, unique } from "./dom.js";
import { bare, drawn, held, isGroup, source, unknown } from "./elements.js";
import { address, paragraph, words } from "./mrkdwn.js";
import { confirmed } from "./overlays.js";
import { markdown, richText } from "./rich_text.js";
import { dataTable, table } from "./tables.js";

const at = (block, element) => `${block.block_id}/${element.action_id}`;
const kept = (surface, block, element) => held(element, surface.values?.[block.block_id]?.[element.action_id]);

async function press(surface, block, element, selected, node) {
  if (node?.getAttribute("aria-busy") === "true") return undefined; // pressed twice
  if (!element.confirm || (await confirmed(element.confirm))) return surface.act(block, element, selected, node);
  const place = node?.closest("[data-element]"); // a choice taken back shows what was chosen before
  if (place && element.type !== "button") place.replaceChildren(interactive(surface, block, element));
  return undefined;
}

// An element outside of an input block acts as soon as it is pressed or changed.
function interactive(surface, block, element, label) {
  return drawn(element, {
    id: unique("field"),
    at: at(block, element),
    label: label ?? (element.placeholder ? words(element.placeholder) : "Choose"),
    held: kept(surface, block, element),
    changed: (selected, node) => press(surface, block, element, selected, node),
    find: (query) => surface.find(block, element, query),
  });
}

const holder = (surface, block, element, label) =>
  h("div", { "data-element": element.type, class: "holder" }, interactive(surface, block, element, label));

function section(block, surface) {
  const label = block.text?.text.split("\n")[0].replaceAll(/[*_~`]|<[^>]*>/g, "").trim();
  return h("div", { class: "section" },
    h("div", { class: "section-text" },
      block.text ? paragraph(block.text) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map(paragraph)) : null),
    block.accessory ? holder(surface, block, block.accessory, label) : null);
}

const LEVELS = ["h2", "h2", "h3", "h4", "h5"]; // below the page's own h1

function input(block, surface) {
  const { element } = block;
  const id = unique("field");
  const act = (value, node) => surface.act(block, element, value, node);
  const field = drawn(element, {
    id,
    at: at(block, element),
    label: isGroup(element) ? words(block.label) : undefined,
    describedBy: `${id}-error ${id}-hint`,
    required: !block.optional,
    held: kept(surface, block, element),
    changed: (value, node) => {
      surface.type(block, element, value, node !== null);
      if (block.dispatch_action && node !== null && !element.type.endsWith("_input")) act(value, node);
    },
    entered: block.dispatch_action && ((event, node) => {
      event.preventDefault();
      act(node.value, node);
    }),
    find: (query) => surface.find(block, element, query),
  });
  const label = [words(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  return h("div", { class: "input" },
    isGroup(element) ? h("span", { class: "label" }, label) : h("label", { for: id, class: "label" }, label),
    field,
    h("p", { class: "error", id: `${id}-error` }),
    h("p", { class: "hint", id: `${id}-hint` }, block.hint ? words(block.hint) : null));
}

// Says what is wrong with an input, or takes it back where there is nothing.
export function showError(node, sentence) {
  node.querySelector(".error").textContent = sentence ?? "";
  node.classList.toggle("invalid", Boolean(sentence));
  const control = node.querySelector("[aria-describedby]");
  if (sentence) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

function imageBlock(block) {
  return h("figure", { class: "image" },
    block.title ? h("figcaption", null, words(block.title)) : null,
    h("img", { src: source(block), alt: block.alt_text, loading: "lazy" }));
}

function context(block) {
  return h("div", { class: "context" }, block.elements.map((one) =>
    one.type === "image" ? h("img", { src: source(one), alt: one.alt_text }) : h("span", null, words(one))));
}

function card(block, surface) {
  return h("article", { class: "card" },
    block.hero_image ? h("img", { src: source(block.hero_image), alt: block.hero_image.alt_text }) : null,
    block.title ? h("h3", null, words(block.title)) : null,
    block.subtitle ? h("p", { class: "hint" }, words(block.subtitle)) : null,
    block.body ? paragraph(block.body) : null,
    block.actions ? actions({ ...block, elements: block.actions }, surface) : null);
}

const actions = (block, surface) =>
  h("div", { class: "actions" }, block.elements.map((element) => holder(surface, block, element)));

function container(block, surface) {
  const title = block.title ? words(block.title) : richText(block.rich_text_title);
  const children = block.child_blocks.map((child) => drawBlock(child, surface));
  if (!block.is_collapsible) return h("section", { class: "container" }, h("h3", null, title), children);
  return h("details", { class: "container", open: !block.default_collapsed }, h("summary", null, title), children);
}

function alert(block) {
  const mark = svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" },
    svg("path", { d: "M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v5M10 13.5v.5", fill: "none", stroke: "currentColor" }));
  return h("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, mark, paragraph(block.text));
}

const BLOCKS = {
  section,
  header: (block) => h(LEVELS[block.level ?? 0], { class: "header" }, words(block.text)),
  divider: () => h("hr"),
  context,
  actions,
  input,
  image: imageBlock,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table,
  data_table: dataTable,
  data_visualization: chart,
  alert,
  card,
  carousel: (block, surface) => h("div", { class: "carousel", role: "group", "aria-label": "Cards" },
    block.elements.map((one) => card(one, surface))),
  container,
  file: (block) => h("p", { class: "hint" }, `File ${block.external_id}`),
  video: (block) => h("p", null, address(block.title_url ?? block.video_url, words(block.title))),
};

export function drawBlock(block, surface) {
  const draw = BLOCKS[block.type];
  const node = draw ? draw(block, surface) : unknown(block);
  node.dataset.block = block.block_id ?? "";
  return node;
}

// What an input of a view holds, as the server keeps it.
export function plainValue(view, block) {
  return bare(held(block.element, view.state?.values?.[block.block_id]?.[block.element.action_id]));
}
