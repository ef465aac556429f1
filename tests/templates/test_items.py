"""An item's card, its forms and the lists: Slack takes them, and each leads back to where one came from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from program.items import Item, ItemState
from program.standings import Standing
from templates import checklist, items, picks
from templates.blocks import View
from tests.program.examples import NOW, PLAYBOOK, begun, done, with_items
from tests.templates.extremes import NASTY, extreme, taken

PAGES = ["checklist", "deliverables", *(f"section/{each.key}" for each in PLAYBOOK.sections), "week/1", "week/6"]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("state", ItemState)
def test_slack_takes_every_form_and_list(text: str, state: ItemState) -> None:
    standing = extreme(text, state)
    for page in PAGES:
        for may_change in (True, False):
            taken(checklist.page(standing, page, NOW, may_change=may_change))
    for entry in (standing.playbook.item("x-activity-1"), PLAYBOOK.item("c-runbook"), PLAYBOOK.item("w2-enough-data")):
        taken(items.card(standing, entry, NOW, page="checklist"))
        if standing.item(entry.key).changed_at:
            taken(items.card(standing, entry, NOW, typed=text * 10))
        taken(items.assign(standing, entry, page="checklist"))
        taken(items.waive(standing, entry, page="checklist"))
        taken(items.handed(standing, entry, NOW))
        taken(picks.marked(standing, entry, left=3))
        taken(picks.taken(standing, entry, NOW))
    everything = list(standing.playbook.items)
    taken(picks.done(standing, everything[:1], everything[1:]))
    taken(picks.take(standing, everything, []))


def labels(view: View) -> list[str]:
    return [
        each["text"]["text"] for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]
    ]


def buttons(standing: Standing, item: Item, page: str | None = None) -> list[str]:
    return labels(items.card(with_items(standing, item), PLAYBOOK.item(item.key), NOW, page=page))


def test_a_card_offers_what_can_be_done_about_it_now() -> None:
    rest = ["Hand it over", "Does not apply", "Report a blocker"]

    assert buttons(begun(), Item("w1-workshops")) == ["Take it", *rest]
    assert buttons(begun(), Item("w1-workshops", ItemState.IN_PROGRESS, "ANN")) == rest
    assert buttons(begun(), done("w1-workshops")) == ["Reopen"]
    assert buttons(begun(), done("w1-workshops"), page="week/1") == ["Reopen", "Back"]


def test_a_card_asks_for_evidence_in_the_playbooks_words() -> None:
    card = items.card(begun(), PLAYBOOK.item("w1-workshops"), NOW)
    question = items.card(begun(), PLAYBOOK.item("w2-enough-data"), NOW)

    assert "Dates, attendance, notes" in taken(card)
    assert "The answer" in taken(question)
    assert (card["submit"]["text"], card["title"]["text"]) == ("Mark done", "CLAIMS")
    assert "submit" not in items.card(
        with_items(begun(), replace(done("w1-workshops"), state=ItemState.NOT_APPLICABLE, reason="Done before")),
        PLAYBOOK.item("w1-workshops"),
        NOW,
    )


def test_a_card_says_which_gate_waits_for_it() -> None:
    assert "needed for “End of discovery”" in taken(items.card(begun(), PLAYBOOK.item("d1-architecture"), NOW))


def test_the_checklist_counts_by_section_and_by_the_next_gate() -> None:
    words = taken(checklist.page(with_items(begun(), done("c-data-sources")), "checklist", NOW, may_change=True))

    assert "*1 of 40* settled in CLAIMS" in words
    assert "“End of discovery” on Fri 30 Jan 2026 counts 11: 1 of them settled" in words
    assert "*Data and compliance* ▰▱▱▱▱ 1 of 5" in words
    assert "3 still due by “End of discovery”" in words


def test_a_list_shows_evidence_to_those_who_may_not_change_it() -> None:
    standing = with_items(begun(), done("c-data-sources", by="ANN"))

    view = checklist.page(standing, "section/data", NOW, may_change=False)

    assert "https://wiki.example/it" in taken(view)
    assert "(<@ANN>, <!date^" in taken(view)
    assert not [block for block in view["blocks"] if "accessory" in block]


def test_the_last_section_leads_on_to_the_first() -> None:
    assert labels(checklist.page(begun(), "section/launch", NOW, may_change=True)) == [
        "All sections",
        "Next: Business and ownership",
    ]


def test_typing_finds_items_by_any_of_their_words_mine_first() -> None:
    mine, others = [PLAYBOOK.item("d1-architecture")], [PLAYBOOK.item("w3-architecture"), PLAYBOOK.item("c-runbook")]

    groups = picks.options(begun(), "archi", mine, others)

    assert [group["label"]["text"] for group in groups] == ["You owe", "Everything else"]
    assert [option["value"] for group in groups for option in group["options"]] == [
        "d1-architecture",
        "w3-architecture",
    ]
    assert picks.options(begun(), "no such thing", mine, others) == []
    assert all(len(group["options"]) <= 100 for group in picks.options(begun(), "", [], list(PLAYBOOK.items)))


def test_late_is_said_in_a_list() -> None:
    words = taken(checklist.page(begun(), "week/1", NOW + timedelta(weeks=1), may_change=True))
    assert "was due Fri 16 Jan 2026" in words
