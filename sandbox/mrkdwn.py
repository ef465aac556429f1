"""What Slack does to the text that people type and that apps send: escapes, mentions and links."""

import re

from sandbox.team import Team

ENTITY = re.compile(r"&(?:amp|lt|gt);")
TOKEN = re.compile(r"<(?:[@#!][^<>\n]+|(?:https?|mailto|tel|slack):[^<>\n]+)>")
MENTION = re.compile(r"(?<![\w<])([@#])([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]]")
EVERYONE = {"channel", "here", "everyone"}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, team: Team, *, labelled: bool = False) -> str:
    """A person's text as Slack stores it: escaped, with @name, #channel and links turned into ids and tokens.

    `labelled` gives a slash command's form, `<@U123|name>`.
    """

    def mention(match: re.Match[str]) -> str:
        sign, name = match[1], match[2].rstrip(".-_")
        rest = match[2][len(name) :]
        found = _mentioned(sign, name, team, labelled=labelled)
        return f"{found}{rest}" if found else match[0]

    linked = re.sub(LINK, lambda match: f"<{match[0]}>", escape(text)) if not labelled else escape(text)
    return MENTION.sub(mention, linked)


def sent(text: str) -> str:
    """An app's text as Slack stores it: its tokens stay, and any other bare &, < or > is escaped."""
    parts, end = [], 0
    for token in TOKEN.finditer(text):
        parts += [_escape_bare(text[end : token.start()]), token[0]]
        end = token.end()
    return "".join([*parts, _escape_bare(text[end:])])


def mentions(text: str) -> set[str]:
    """The ids of the members who are mentioned."""
    return set(re.findall(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", text))


def _mentioned(sign: str, name: str, team: Team, *, labelled: bool) -> str | None:
    if sign == "@" and name in EVERYONE:
        return f"<!{name}>"
    there = team.members if sign == "@" else team.channels
    found = next((one for one in there.values() if one.name == name.lower()), None)
    if found is None:
        return None
    label = f"|{found.name}" if labelled else ""
    return f"<{sign}{found.id}{label}>"


def _escape_bare(text: str) -> str:
    parts, end = [], 0
    for entity in ENTITY.finditer(text):
        parts += [escape(text[end : entity.start()]), entity[0]]
        end = entity.end()
    return "".join([*parts, escape(text[end:])])
