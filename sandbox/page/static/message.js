// One message: who says it, what it holds, and what can be done with it.

import { drawBlock } from "./blocks.js";
import { fromTs, full, time } from "./dates.js";
import { h, icon, iconButton } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { attempt, menuButton } from "./overlays.js";
import { surface } from "./surfaces.js";
import { act, called, here, member, tell, workspace } from "./state.js";

const REACTIONS = ["+1", "white_check_mark", "eyes", "tada", "heart", "raised_hands"];
const TINTS = 8; // as many as the style sheet has

const initials = (name) => name.split(/[\s-]+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
const tint = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % TINTS, 7);

export function avatar(person) {
  const own = person.is_bot ? 1 : tint(person.id);
  return h("span", { class: `avatar tint-${own}`, "aria-hidden": "true" }, initials(called(person)));
}

const author = ({ user, name, is_bot: isBot }) => member(user) ?? { id: user, real_name: name, is_bot: isBot };

const where = (message) => ({ channel: here.place.channel, ts: message.ts });

const react = (message, name, remove) => attempt(async () => {
  await act("react", { ...where(message), name, remove });
  tell("messages");
});

function reaction(message, { name, users, count }) {
  const mine = users.includes(here.me);
  const who = users.map((id) => called(member(id))).join(", ");
  return h("button", {
    type: "button", class: "reaction", title: who, "data-at": `react/${name}`, "aria-pressed": String(mine),
    "aria-label": `${name.replaceAll("_", " ")}, ${count}: ${who}`, onclick: () => react(message, name, mine),
  }, `${EMOJI[name] ?? `:${name}:`} ${count}`);
}

function file({ title, name, mimetype, url_private: address, alt_txt: alt }) {
  const label = title || name;
  if (mimetype.startsWith("image/")) {
    return h("figure", { class: "image" }, h("figcaption", null, label), h("img", { src: address, alt: alt || label }));
  }
  return h("a", { class: "file", href: address, target: "_blank", rel: "noopener noreferrer" }, icon("file"), label);
}

function reactMenu(message) {
  const opener = iconButton("smile", "Add a reaction", { "data-at": "tool/react" });
  return menuButton(opener, () => REACTIONS.map((name) => ({
    label: `${EMOJI[name]} ${name.replaceAll("_", " ")}`,
    choose: () => react(message, name),
  })));
}

function shortcutMenu(message) {
  const shortcuts = workspace.shortcuts.filter((one) => one.type === "message");
  if (!shortcuts.length) return null;
  const opener = iconButton("more", "More for this message", { "data-at": "tool/more" });
  return menuButton(opener, () => shortcuts.map(({ name, description, callback_id: id }) => ({
    label: name,
    detail: description,
    choose: () => attempt(async () => {
      await act("shortcut", { callback_id: id, message: where(message) });
      tell("views");
    }, opener),
  })));
}

function body(message) {
  const on = surface(where(message), { values: message.values });
  if (message.blocks.length) return message.blocks.map((block) => drawBlock(block, on));
  return [mrkdwn(message.text), message.edited ? h("span", { class: "hint" }, "(edited)") : null];
}

const mark = (name, words) => h("p", { class: "mark" }, icon(name), words);

function heading(message, follows) {
  const who = author(message);
  const at = fromTs(message.ts);
  return h("div", { class: follows ? "visually-hidden" : "by" },
    h("strong", null, called(who)), who.is_bot ? h("span", { class: "app-badge" }, "APP") : null, " ",
    h("time", { datetime: at.toISOString(), title: full(at) }, time(at)));
}

// `reply()` opens the message's thread; inside of it there is none to open.
export function drawMessage(message, { follows, reply }) {
  const { ts, ephemeral, pinned, reactions = [], files = [], reply_count: count } = message;
  const kinds = ["message", follows && "follows", ephemeral && "ephemeral"].filter(Boolean).join(" ");
  const gutter = () => h("span", { class: "gutter", "aria-hidden": "true" }, time(fromTs(ts)));
  const thread = { type: "button", class: "replies", "data-at": "replies", onclick: reply };
  const replies = `${count} ${count === 1 ? "reply" : "replies"}`;
  return h("li", { class: kinds, "data-ts": ts },
    follows ? gutter() : avatar(author(message)),
    h("div", { class: "content" },
      ephemeral ? mark("eye", "Only visible to you") : null,
      pinned ? mark("pin", "Pinned") : null,
      heading(message, follows),
      body(message),
      files.map(file),
      reactions.length ? h("div", { class: "reactions" }, reactions.map((one) => reaction(message, one))) : null,
      reply && count ? h("button", thread, replies) : null),
    ephemeral ? null : h("div", { class: "tools" },
      reactMenu(message),
      reply ? iconButton("reply", "Reply in thread", { "data-at": "tool/reply", onclick: reply }) : null,
      shortcutMenu(message)));
}
