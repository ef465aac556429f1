"""Writes docs/commands.md from the table of commands and the table of authority."""

from collections.abc import Iterable
from pathlib import Path

from commands import table
from commands.dispatch import Command
from playbook.loader import load
from program.authority import AUTHORITY, EVERYONE, OTHER_TITLES, WORKERS
from program.playbook import Playbook

PAGE = Path(__file__).with_name("commands.md")
HEAD = """\
# What you can say to Pilot

Everything is a `/pilot` command; whatever takes more than two words opens a form. `/pilot` alone shows the dozen
that fits *you* in the channel you are in, with the way to the rest by subject; `/pilot help all` shows all
you can do. An unknown word gets the nearest match.

This page is written by `make commands` from the table that the bot itself uses.
"""


def page() -> str:
    found, playbook = list(table.build().commands.values()), load(None)
    here = [each for each in found if each.in_program]
    anywhere = [each for each in found if not each.in_program]
    return "\n".join([
        HEAD,
        "## About one program",
        "",
        "In the program's channel; elsewhere, its code says which one is meant, as in `/pilot status CLAIMS`.",
        "",
        *_rows(here, playbook),
        "",
        "## Anywhere",
        "",
        *_rows(anywhere, playbook),
        "",
    ])  # fmt: skip


def _rows(commands: Iterable[Command], playbook: Playbook) -> Iterable[str]:
    yield "| say | to | who may |"
    yield "|---|---|---|"
    for each in sorted(commands, key=lambda command: command.words):
        yield f"| `{each.example}` | {each.help} | {_who(each.may, playbook)} |"


def _who(action: str, playbook: Playbook) -> str:
    roles = AUTHORITY[action]
    if roles >= EVERYONE:
        return "everyone but guests"
    if roles >= WORKERS:
        return "everyone in the program, and the program office" if roles > WORKERS else "every working role in it"
    titles = {role.key: role.title.lower() for role in playbook.roles} | OTHER_TITLES
    ordered = [role.key for role in playbook.roles if role.key in roles] + sorted(
        role for role in roles if role in OTHER_TITLES
    )
    return ", ".join(titles[role] for role in ordered)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
