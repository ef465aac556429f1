"""The playbook of a program: which it is, what a newer one changes, and that it was adopted."""

from dataclasses import replace
from uuid import UUID

import pytest

from program.items import ItemState
from program.playbook import Playbook
from program.playbooks import MOST_REASON, Adoption, reopens
from templates import playbooks as shown
from tests.program.examples import NOW, PLAYBOOK, begun
from tests.templates.extremes import NASTY, extreme, filled, taken

TITLED = replace(
    PLAYBOOK, version="2.0", deliverables=tuple(replace(each, title="x") for each in PLAYBOOK.deliverables)
)


def other(text: str) -> Playbook:
    """Everything is called otherwise and asked for otherwise."""
    title, evidence = filled(text, 75), filled(text, 100)
    return replace(
        PLAYBOOK,
        name=title,
        version="2.0",
        deliverables=tuple(replace(each, title=title, evidence=evidence) for each in PLAYBOOK.deliverables),
        checklist=tuple(replace(each, key=f"{each.key}-2", title=title) for each in PLAYBOOK.checklist),
        roles=tuple(replace(each, title=title, needed_by=0) for each in PLAYBOOK.roles),
    )


def adoption(reason: str) -> Adoption:
    return Adoption(UUID(int=3), UUID(int=1), PLAYBOOK.digest, "else", reason, "U1", NOW)


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_difference(text: str) -> None:
    standing = extreme(text, ItemState.DONE)
    for new in (other(text), PLAYBOOK):
        for done in (None, adoption(filled(text, MOST_REASON))):
            taken(shown.runs_on(standing, new, done, may_adopt=True))
        taken(shown.adopting(standing, new, reopens(standing, new, NOW)))
        taken(shown.adopted(standing.program, PLAYBOOK, new, adoption(filled(text, MOST_REASON))))


def test_what_it_runs_on_and_what_is_newer() -> None:
    words = taken(shown.runs_on(begun(), TITLED, None, may_adopt=True))

    assert f"runs on “{PLAYBOOK.name}”, version {PLAYBOOK.version}, since its start" in words
    assert "version 2.0: 0 added, 0 removed, 16 changed" in words
    assert "See what would change" in words


def test_who_may_not_adopt_sees_no_button_and_the_newest_needs_none() -> None:
    assert "See what would change" not in taken(shown.runs_on(begun(), TITLED, None, may_adopt=False))
    assert "See what would change" not in taken(shown.runs_on(begun(), PLAYBOOK, None, may_adopt=True))


def test_what_reopens_comes_before_what_changes_and_the_rest_is_counted() -> None:
    words = taken(shown.adopting(begun(), TITLED, reopens(begun(), TITLED, NOW)))

    assert words.index("Nothing reopens") < words.index("Changed")
    assert "16 deliverables: x; " in words
    assert "and 8 more, which `pilot playbook diff` lists" in words
