"""What could not be delivered: what it was, where it should have gone, why it did not, and what to do."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from program.undelivered import Fate, Undelivered
from templates import blocks as b
from templates.blockers import turns
from templates.words import Safe, mention, say

LIST, RETRY, DISMISS = "delivery-list", "delivery-retry", "delivery-dismiss"
PAGE = 8


def undelivered(found: Sequence[Undelivered], codes: Mapping[UUID, str], *, page: int = 0) -> b.Message:
    """Newest first, each with its buttons."""
    text = say("deliveries", count=len(found))
    page = min(page, max(len(found) - 1, 0) // PAGE)  # the last one may have been settled
    shown = [b.section(text)]
    for each in found[page * PAGE : (page + 1) * PAGE]:
        code = codes.get(each.program) if each.program else None
        shown += [
            b.section(say("delivery_row", row=each, subject=subject(each), code=code, to=_place(each), why=_why(each)))
        ]
        shown += [b.actions(*_buttons(each))]
    turned = turns(LIST, "all", page, len(found), PAGE)
    return b.Message(text, [*shown, *([b.actions(*turned)] if turned else [])])


def page(message: b.Message) -> b.View:
    return b.modal("Deliveries", "deliveries", message.blocks, close="Close")


def on_home(count: int) -> b.Block:
    """For those who can mend it, while there is something to mend."""
    label = f"Look at {count}" if count > 1 else "Look at it"
    return b.section(say("deliveries_home", count=count), accessory=b.button(label, f"{LIST}:home"))


def subject(row: Undelivered) -> str:
    """`WeeklyPrompt` as people say it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", row.named).lower()


def _buttons(row: Undelivered) -> list[b.Block]:
    dismiss = b.button("Dismiss", f"{DISMISS}:{row.id}", str(row.id), label=f"Dismiss: {subject(row)}")
    if row.fate is Fate.SKIPPED:
        return [dismiss]
    return [b.button("Retry", f"{RETRY}:{row.id}", str(row.id), label=f"Retry: {subject(row)}"), dismiss]


def _place(row: Undelivered) -> Safe:
    kind, _, rest = row.goes_to.partition(":")
    if kind == "home":
        return Safe(f"the Home of {mention(rest)}")
    if kind == "program":
        return Safe("the program's channel")
    return mention(rest or kind[1:]) if kind.startswith("@") else Safe(f"<#{kind}>")


def _why(row: Undelivered) -> Safe:
    return Safe(say("delivery_why", row=row, place=_place(row), kind=_KINDS.get(row.why, "other")))


_KINDS = {
    **dict.fromkeys(["not_in_channel", "channel_not_found"], "outside"),
    **dict.fromkeys(["is_archived", "is_inactive"], "archived"),
    **dict.fromkeys(["user_not_found", "user_disabled", "cannot_dm_bot"], "person"),
    **dict.fromkeys(["restricted_action"], "restricted"),
    **dict.fromkeys(["account_inactive", "token_revoked", "invalid_auth", "not_authed", "missing_scope"], "token"),
    **dict.fromkeys(["invalid_blocks", "invalid_arguments", "msg_too_long", "msg_blocks_too_long", "no_text"], "form"),
}
