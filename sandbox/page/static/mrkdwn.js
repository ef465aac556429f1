// Slack's mrkdwn as elements: emphasis, code, quotes, lists, links, mentions and dates.

import { fromTs, shown } from "./dates.js";
import { h } from "./dom.js";
import { EMOJI, withEmoji } from "./emoji.js";
import { called, channel, here, member } from "./state.js";

const PIECE = new RegExp(
  [
    /<([^<>\n]+)>/, // 1: a link, a mention or a date
    /`([^`\n]+)`/, // 2: code
    /(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\3)[^\n])*?\S)\3(?![\p{L}\p{N}*_~])/, // 3, 4: emphasis and what it holds
    /:([a-z0-9_+-]+):/, // 5: an emoji
    /(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)])/, // 6: a bare address
  ].map((part) => part.source).join("|"),
  "gu",
);
const EMPHASIS = { "*": "strong", _: "em", "~": "s" };

// Text that Slack escaped: only these three stand for something else.
const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function address(url, words) {
  const safe = /^(https?|mailto|tel):/i.test(url);
  return safe ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words) : words;
}

export function mention(id) {
  const mine = id === here.me ? " me" : "";
  return h("span", { class: `mention${mine}` }, `@${called(member(id))}`);
}

export function channelLink(id, name) {
  const known = channel(id);
  if (!known) return h("span", { class: "mention" }, name ? `#${name}` : "a private channel");
  return h("a", { class: "mention", href: `?channel=${id}`, "data-channel": id }, `#${known.name}`);
}

export function date(seconds, format, link, fallback) {
  const instant = fromTs(seconds);
  if (Number.isNaN(instant.getTime())) return fallback;
  const words = h("time", { datetime: instant.toISOString(), title: fallback }, shown(format, instant));
  return link ? address(link, words) : words;
}

function command(body) {
  const [head, label = ""] = body.split("|");
  if (head.startsWith("!date^")) {
    const [, seconds, format, link] = head.split("^");
    return date(seconds, plain(format ?? ""), link, plain(label));
  }
  if (head.startsWith("!subteam^")) return h("span", { class: "mention" }, plain(label) || "@a user group");
  return h("span", { class: "mention me" }, `@${plain(label) || head.slice(1)}`);
}

function angled(body) {
  const [target, label] = body.split("|");
  if (body.startsWith("@")) return mention(target.slice(1));
  if (body.startsWith("#")) return channelLink(target.slice(1), label);
  if (body.startsWith("!")) return command(body);
  return address(plain(target), label ? inline(label) : plain(target).replace(/^mailto:/, ""));
}

// One line or more, without quotes and lists.
export function inline(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(PIECE)) {
    const [whole, bracketed, code, mark, marked, emoji, url] = found;
    nodes.push(plain(text.slice(from, found.index)));
    if (bracketed) nodes.push(angled(bracketed));
    else if (code) nodes.push(h("code", null, plain(code)));
    else if (mark) nodes.push(h(EMPHASIS[mark], null, inline(marked)));
    else if (emoji) nodes.push(EMOJI[emoji] ?? whole);
    else nodes.push(address(plain(url), plain(url)));
    from = found.index + whole.length;
  }
  nodes.push(plain(text.slice(from)));
  return nodes;
}

const withBreaks = (lines) => lines.flatMap((line, index) => (index ? [h("br"), inline(line)] : [inline(line)]));

const KINDS = [
  ["quote", /^(?:&gt;|>) ?/, (lines) => h("blockquote", null, withBreaks(lines))],
  ["list", /^\s*[•◦▪-] +/, (lines) => h("ul", null, lines.map((line) => h("li", null, inline(line))))],
  ["blank", /^\s*$/, () => null],
  ["lines", /^/, (lines) => h("p", null, withBreaks(lines))],
];

function paragraphs(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const [kind, start, make] = KINDS.find(([, pattern]) => pattern.test(line));
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(line.replace(start, ""));
    else groups.push({ kind, make, lines: [line.replace(start, "")] });
  }
  return groups.map(({ make, lines }) => make(lines));
}

export function mrkdwn(text) {
  const pieces = String(text ?? "").split(/```\n?([\s\S]*?)\n?```/); // every second piece is code
  const made = pieces.map((piece, index) => {
    if (index % 2) return h("pre", { tabindex: "0" }, plain(piece));
    const trimmed = piece.replace(/^\n|\n$/g, "");
    return trimmed ? paragraphs(trimmed) : null;
  });
  return h("div", { class: "mrkdwn" }, made);
}

// A text object; on one line where it labels something.
export function words(object) {
  if (!object) return "";
  if (object.type === "mrkdwn") return inline(object.text);
  return object.emoji === false ? object.text : withEmoji(object.text);
}

export const paragraph = (object) =>
  object.type === "mrkdwn" ? mrkdwn(object.text) : h("div", { class: "mrkdwn plain" }, words(object));
