"""Hand-over: the role's items go with the role, and everything else with whoever leaves altogether."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from program.blockers import Blocker
from program.hand_overs import HandOver, hand_over, in_hands
from program.items import Item, ItemState
from program.risks import Risk
from program.sign_offs import SignOff
from program.standings import Standing
from program.votes import Poll
from tests.program.examples import DISCOVERY, EVERY_ROLE, GO_NO_GO, NOW, PROGRAM, begun

ROLE = "security"


def laden(holders: dict[str, list[str]]) -> Standing:
    """The former holder of security has an item of that role in hand, another one, a blocker and a risk."""
    standing = begun(EVERY_ROLE | holders)
    own = next(each.key for each in standing.playbook.items if each.owner_role == ROLE)
    other = next(each.key for each in standing.playbook.items if each.owner_role == "operations")
    return replace(
        standing,
        items={key: Item(key, ItemState.IN_PROGRESS, "OLD") for key in (own, other)},
        blockers=(Blocker(UUID(int=3), PROGRAM.id, 1, None, "No access", "OLD", date(2026, 1, 20), "X", NOW),),
        risks=(Risk(UUID(int=4), PROGRAM.id, 1, "Leak", 2, 2, "OLD", None, "X", NOW),),
    )


def passes(standing: Standing, *came: str, former: str = "OLD") -> HandOver | None:
    return hand_over(standing, ROLE, {former}, came=came, now=NOW)


def test_who_leaves_altogether_hands_over_all_that_they_had() -> None:
    found = passes(laden({ROLE: ["NEW"]}), "NEW")

    assert found
    assert found.to == "NEW"
    assert {each.owner for each in found.items} == {"NEW"}
    assert (len(found.items), [each.holder for each in found.blockers], [each.owner for each in found.risks]) == (
        2, ["NEW"], ["NEW"],
    )  # fmt: skip


def test_who_keeps_other_work_hands_over_what_belongs_to_the_role() -> None:
    found = passes(laden({ROLE: ["NEW"], "legal": ["OLD"]}), "NEW")

    assert found
    assert len(found.items) == 1
    assert not found.blockers
    assert not found.risks


def test_without_an_heir_or_a_former_holder_nothing_passes() -> None:
    assert passes(laden({ROLE: []})) is None
    assert passes(laden({ROLE: ["OLD"]})) is None
    assert not passes(begun(), "SECURITY")


def test_where_nobody_came_whoever_holds_it_too_goes_on() -> None:
    found = passes(laden({ROLE: ["STAYS"]}))

    assert found
    assert found.to == "STAYS"


def test_a_newcomer_reads_what_is_in_their_hands_soonest_first() -> None:
    standing = laden({ROLE: ["OLD"]})
    asked = SignOff(UUID(int=8), PROGRAM.id, DISCOVERY.key, ROLE, "OLD", "X", NOW)
    poll = Poll(UUID(int=5), PROGRAM.id, GO_NO_GO.key, {"OLD": (ROLE,)}, "d", "X", NOW, NOW)
    standing = replace(standing, sign_offs=(asked,), polls=(poll,))

    found = in_hands(standing, "OLD")

    assert len(found) == 6
    assert ("B-1: No access", date(2026, 1, 20)) in found
    assert found[-1] == ("R-1: Leak", None)
    days = [day for _, day in found[:-1] if day]
    assert days == sorted(days)
