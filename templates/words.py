"""The words of messages/*.j2, put together with what people typed safely escaped."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from program.facts import Facts, Field, FieldKind
from program.items import Item
from program.playbook import Entry

MESSAGES = Path(__file__).parent / "messages"


class Safe(str):
    """Text that is mrkdwn already: a mention, a date, a link that the bot itself made."""

    __slots__ = ()


def escape(text: object) -> str:
    """What a person typed, as data: no mention, no link, no `<!channel>`."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, as they typed it: Slack hands it over escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _finalize(value: object) -> object:
    return value if isinstance(value, Safe) else escape("" if value is None else value)


def mention(users: str | Iterable[str] | None) -> Safe:
    """One person or several, as Slack's mentions; nobody is said so."""
    named = [users] if isinstance(users, str) else list(users or ())
    return Safe(" ".join(f"<@{user}>" for user in named) or "nobody yet")


_TOKEN = re.compile(r"<([^<>|\n]+)(?:\|([^<>\n]*))?>")


def mentioned(mrkdwn: str) -> set[str]:
    """The users that a message of Slack's names."""
    return {token[1][1:] for token in _TOKEN.finditer(mrkdwn) if token[1].startswith("@")}


def as_typed(mrkdwn: str, names: Mapping[str, str]) -> str:
    """A message of Slack's as its writer saw it: names in place of ids, addresses in place of links."""

    def plain(token: re.Match[str]) -> str:
        target, label = token[1], token[2]
        if target.startswith("@"):
            return f"@{names.get(target[1:], label or target[1:])}"
        if target.startswith(("#", "!")):
            return f"{'#' if target[0] == '#' else '@'}{label or target[1:]}"
        return target

    return unescape(_TOKEN.sub(plain, mrkdwn))


def day(value: date) -> Safe:
    """A calendar day, which is the same for every reader, whatever their time zone."""
    return Safe(f"{value:%a} {value.day} {value:%b %Y}")


def moment(value: datetime) -> Safe:
    """A moment, which Slack shows in each reader's own time zone."""
    return Safe(f"<!date^{int(value.timestamp())}^{{date_short_pretty}} {{time}}|{value:%Y-%m-%d %H:%M} UTC>")


def number(value: float) -> str:
    return f"{value:,.10g}" if abs(value) < 1e15 else f"{value:g}"  # noqa: PLR2004


def evidence(value: str) -> Safe:
    """A link as a link, a note as a note."""
    text = value.strip()
    is_link = text.startswith(("https://", "http://")) and not any(sign in text for sign in (" ", "|", "\n"))
    return Safe(f"<{escape(text)}|{escape(short(text, 60))}>" if is_link else escape(text))


def short(value: object, limit: int) -> str:
    """On one line, and cut with an ellipsis where its escaped form would be longer than the limit."""
    text = " ".join(str(value).split())
    if len(escape(text)) <= limit:
        return text
    while len(escape(text)) >= limit:
        text = text[: -max(1, (len(escape(text)) - limit) // 5)]
    head, _, last = text.rpartition(" ")
    return (head if head and "://" in last else text).rstrip() + "…"  # half a link would lead nowhere


def briefly(value: str | None, limit: int) -> Safe:
    """Evidence where there is little room: a link as a link, a note cut short."""
    whole = evidence(value or "")
    is_link = whole.startswith("<")
    return whole if is_link and len(whole) <= 2 * limit else Safe(escape(short(value or "", limit)))


def answer(field: Field, value: Any, limit: int = 300) -> Safe:
    """What was answered to one question of a form, as people read it."""
    told = _ANSWERS.get(field.kind)
    return told(field, value) if told else briefly(str(value), limit)


def _chosen(field: Field, value: Any) -> Safe:
    titles = {each.key: each.title for each in field.choices}
    chosen = value if isinstance(value, list | tuple) else [value]
    return Safe(escape(", ".join(str(titles.get(each, each)) for each in chosen)))


_ANSWERS: Mapping[FieldKind, Callable[[Field, Any], Safe]] = {  # the others are text
    "date": lambda _, value: day(date.fromisoformat(value)),
    "person": lambda _, value: mention(value),
    "people": lambda _, value: mention(value),
    "choice": _chosen,
    "choices": _chosen,
    "number": lambda _, value: Safe(number(float(value))),
    "percent": lambda _, value: Safe(f"{number(float(value))} %"),
    "confirm": lambda *_: Safe("yes"),
}


def answers(facts: Facts, fields: Iterable[Field], limit: int = 300) -> list[Safe]:
    """Each answered question with its answer, in the order of the form."""
    return [
        Safe(
            f"{escape(field.title)}{'' if field.title.endswith('?') else ':'} {answer(field, facts[field.key], limit)}"
        )
        for field in fields
        if field.key in facts
    ]


def proof(item: Item, entry: Entry, limit: int | None = None) -> Safe:
    """What shows that it is done: the note, then the facts; a register shows itself."""
    return shown_proof(item.evidence, item.facts, entry, limit)


def shown_proof(note: str | None, facts: Facts, entry: Entry, limit: int | None = None) -> Safe:
    noted = [evidence(note) if limit is None else briefly(note, limit)] if note else []
    parts = [*noted, *answers(facts, entry.asks, limit or 300)]
    if not parts and entry.register:
        return Safe("recorded in its register")
    return Safe(" · ".join(parts if limit is None else _some(parts, 2 * limit)))


def _some(parts: Sequence[str], room: int) -> list[str]:
    """The first of them, at least one, as far as there is room; cut inside, a link or a mention would break."""
    kept, used = list(parts[:1]), sum(map(len, parts[:1]))
    for part in parts[1:]:
        used += len(part)
        if used > room:
            return [*kept, "…"]
        kept.append(part)
    return kept


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 risk`, `2 risks`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


_environment = Environment(
    loader=FileSystemLoader(MESSAGES),
    autoescape=False,  # noqa: S701 - that is HTML's; Slack's own three signs are escaped by `finalize`
    finalize=_finalize,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_environment.filters |= {
    "mention": mention,
    "day": day,
    "moment": moment,
    "number": number,
    "evidence": evidence,
    "short": short,
    "briefly": briefly,
    "counted": counted,
    "proof": proof,
    "safe_text": Safe,  # for words that another template has escaped already
}


def say(template: str, **facts: Any) -> str:
    """The words of `messages/<template>.j2`."""
    return _environment.get_template(f"{template}.j2").render(**facts).strip()
