// What pressing, choosing and searching do in a message, in Home and in a modal.

import { bare } from "./elements.js";
import { attempt } from "./overlays.js";
import { act, tell } from "./state.js";

// `container` is {channel, ts} or {view}; `before()` is awaited first, so that what was typed is known to the server.
export function surface(container, { values, type = () => {}, before = async () => {} } = {}) {
  const named = (block, element) => ({ container, block_id: block.block_id, action_id: element.action_id });
  return {
    values,
    type,
    act: (block, element, selected, node) => attempt(async () => {
      await before();
      await act("press", { ...named(block, element), selected: bare(selected) ?? undefined });
      tell("views", "messages", "home");
    }, node),
    find: (block, element, query) => act("options", { ...named(block, element), query })
      .catch(() => ({ options: [] })), // as Slack: no answer in time is no option
  };
}
