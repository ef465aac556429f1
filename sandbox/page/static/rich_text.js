// rich_text blocks, and the few lines of Markdown that a markdown block is made of.

import { h } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { address, channelLink, date, mention } from "./mrkdwn.js";

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => address(piece.url, piece.text || piece.url),
  user: (piece) => mention(piece.user_id),
  channel: (piece) => channelLink(piece.channel_id),
  usergroup: () => h("span", { class: "mention" }, "@a user group"),
  broadcast: (piece) => h("span", { class: "mention me" }, `@${piece.range}`),
  emoji: (piece) => EMOJI[piece.name] ?? `:${piece.name}:`,
  date: (piece) => date(piece.timestamp, piece.format, piece.url, piece.fallback ?? ""),
  color: (piece) => piece.value,
};
const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(piece) {
  const node = PIECES[piece.type]?.(piece) ?? "";
  const worn = Object.keys(STYLES).filter((name) => piece.style?.[name]);
  return worn.reduce((inner, name) => h(STYLES[name], null, inner), node);
}

const run = (element) => element.elements.map(styled);

const PARTS = {
  rich_text_section: (part) => h("p", null, run(part)),
  rich_text_quote: (part) => h("blockquote", null, run(part)),
  rich_text_preformatted: (part) => h("pre", { tabindex: "0" }, run(part)),
  rich_text_list: (part) => {
    const look = { start: part.offset ? part.offset + 1 : null, class: `indent-${part.indent ?? 0}` };
    return h(part.style === "ordered" ? "ol" : "ul", look, part.elements.map((item) => h("li", null, run(item))));
  },
};

export const richText = (block) =>
  h("div", { class: "mrkdwn rich" }, block.elements.map((part) => PARTS[part.type]?.(part)));

const MARKS = /\*\*(.+?)\*\*|__(.+?)__|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*(.+?)\*|_(.+?)_|~~(.+?)~~/g;

function line(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(MARKS)) {
    const [whole, bold, bolder, code, label, url, italic, emphasis, struck] = found;
    nodes.push(text.slice(from, found.index));
    if (bold ?? bolder) nodes.push(h("strong", null, line(bold ?? bolder)));
    else if (code) nodes.push(h("code", null, code));
    else if (url) nodes.push(address(url, line(label)));
    else if (struck) nodes.push(h("s", null, line(struck)));
    else nodes.push(h("em", null, line(italic ?? emphasis)));
    from = found.index + whole.length;
  }
  return [...nodes, text.slice(from)];
}

const BULLET = /^\s*[-*+] +/;
const NUMBER = /^\s*\d+[.)] +/;
const list = (tag, mark) => (chunk) => h(tag, null, chunk.map((row) => h("li", null, line(row.replace(mark, "")))));

const CHUNKS = [
  [/^#{1,6} /, (chunk) => chunk.map((row) => h("p", null, h("strong", null, line(row.replace(/^#+ /, "")))))],
  [BULLET, list("ul", BULLET)],
  [NUMBER, list("ol", NUMBER)],
  [/^> ?/, (chunk) => h("blockquote", null, chunk.map((row) => h("p", null, line(row.replace(/^> ?/, "")))))],
  [/^\s*(---|\*\*\*)\s*$/, () => h("hr")],
  [/^\s*$/, () => null],
  [/^/, (chunk) => h("p", null, chunk.flatMap((row, index) => (index ? [" ", line(row)] : [line(row)])))],
];

export function markdown(text) {
  const groups = [];
  for (const row of text.split("\n")) {
    const kind = CHUNKS.findIndex(([pattern]) => pattern.test(row));
    if (groups.at(-1)?.kind === kind) groups.at(-1).rows.push(row);
    else groups.push({ kind, rows: [row] });
  }
  return h("div", { class: "mrkdwn" }, groups.map(({ kind, rows }) => CHUNKS[kind][1](rows)));
}
