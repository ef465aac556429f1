"""The launch: what it waits for and who holds it, who has it then, and how that changes."""

from dataclasses import astuple, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from program import launches, shares
from program.items import Item, ItemState
from program.registers import Row
from program.shares import Live, Share
from program.standings import Standing
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, begun, refuses, with_items

BEFORE_THE_LAST = [gate.key for gate in PLAYBOOK.gates[:-1]]
SINCE = date(2026, 3, 24)
TODAY = date(2026, 4, 1)
SHARE = Share(uuid4(), PROGRAM.id, "Two regions", 20.0, TODAY, "Adoption is 60 %.", "OWNER", NOW)


def done(key: str, **facts: Any) -> Item:
    return Item(key, ItemState.DONE, "A", None, None, "A", NOW, facts)


def launched(**facts: Any) -> Standing:
    given = {"group": "Region North", "share": 15.0, "since": SINCE.isoformat()} | facts
    return with_items(begun(passed=BEFORE_THE_LAST), done("w11-limited-group", **given))


def ready() -> Standing:
    net = done("w11-safety-net", **{"watcher": "WATCHER", "drill-on": "2026-03-20", "minutes": 4.0})
    dashboard = Row(uuid4(), PROGRAM.id, "dashboards", 1, {}, "ANN", NOW)
    return with_items(replace(begun(passed=BEFORE_THE_LAST), rows=(dashboard,)), net)


def without(proof: str) -> Standing:
    standing = begun()
    weeks = tuple(
        replace(week, activities=tuple(each for each in week.activities if each.proof != proof))
        for week in standing.playbook.weeks
    )
    return replace(standing, playbook=replace(standing.playbook, weeks=weeks))


def test_everything_that_the_launch_waits_for_is_named_with_who_holds_it() -> None:
    found = [astuple(each) for each in launches.needs(begun())]

    assert found == [
        ("A go at “Go or no-go for limited production”", False, "gate", "", ("SPONSOR",), "Sponsor"),
        ("Dashboards to watch", False, "register", "dashboards", ("ENGINEERING-LEAD",), "Engineering lead"),
        ("Somebody watches them", False, "item", "w11-safety-net", ("ENGINEERING-LEAD",), "Engineering lead"),
        ("Somebody answers an incident", True, "people", "", ("ON-CALL",), "On-call"),
        (
            "Switching it off was tried and timed", False, "item", "w11-safety-net", ("ENGINEERING-LEAD",),
            "Engineering lead",
        ),
    ]  # fmt: skip
    assert not launches.has_go(begun())


def test_what_is_there_says_so_with_the_minutes_of_the_drill() -> None:
    standing = ready()

    assert all(each.is_there for each in launches.needs(standing)) and launches.has_go(standing)
    assert launches.needs(standing)[2].users == ("WATCHER",)
    assert launches.needs(standing)[4].what == "Switching it off was tried and timed, on 20 Mar 2026 in 4 minutes"
    untimed = with_items(standing, done("w11-safety-net", **{"watcher": "WATCHER", "drill-on": "2026-03-20"}))
    assert launches.needs(untimed)[4].what == "Switching it off was tried and timed"


def test_a_playbook_without_a_safety_net_or_on_call_waits_for_its_votes_alone() -> None:
    standing = without("safety-net")
    assert [each.place for each in launches.needs(standing)] == ["gate"]
    roles = tuple(each for each in PLAYBOOK.roles if each.key != "on-call")
    bare = replace(begun(), playbook=replace(PLAYBOOK, roles=roles))
    assert astuple(launches.needs(bare)[3]) == ("Somebody answers an incident", False, "people", "", (), "On-call")
    no_votes = replace(PLAYBOOK, gates=tuple(each for each in PLAYBOOK.gates if not launches.is_go(each)))
    assert not launches.has_go(replace(begun(), playbook=no_votes))


def test_who_has_it_is_what_the_launch_said_until_it_is_changed() -> None:
    assert launches.live(begun()) is None and launches.launched_on(begun()) is None
    assert launches.live(launched()) == Live("Region North", 15.0, SINCE)
    assert launches.launched_on(launched()) == SINCE

    raised = replace(launched(), shares=(SHARE, replace(SHARE, percent=40.0)))

    assert launches.live(raised) == Live("Two regions", 40.0, TODAY, raised.shares[-1])
    thrice = replace(raised, shares=(*raised.shares, replace(SHARE, percent=60.0)))
    assert launches.live(thrice) == Live("Two regions", 60.0, TODAY, thrice.shares[-1])
    assert launches.launched_on(raised) == SINCE
    assert launches.live(without("launch")) is None and launches.launched_on(without("launch")) is None
    assert launches.entry(without("launch")) is None


def test_each_change_says_whether_it_raised_the_share() -> None:
    lower, same = replace(SHARE, id=uuid4(), percent=5.0), replace(SHARE, id=uuid4(), percent=5.0, group="South")
    standing = replace(launched(), shares=(SHARE, lower, same))
    found = [shares.turn(each, launches.before(standing, each)) for each in standing.shares]
    assert found == ["raised", "lowered", ""]
    assert launches.before(standing, SHARE) == launches.live(launched())
    assert shares.turn(SHARE, None) == shares.turn(SHARE, Live("North", None, None)) == ""


def test_a_change_of_the_share_says_why_and_is_of_a_day_that_has_come() -> None:
    now = launches.live(launched())

    def check(**changes: Any) -> Share:
        return shares.check(replace(SHARE, **changes), now, most=20, today=TODAY)

    assert check() == SHARE and check(percent=20.5, group="Region North").percent == 20.5
    assert check(group="Region North").percent == 20 and check(percent=15.0).group == "Two regions"
    assert check(percent=0.0).percent == 0 and check(percent=100.0).percent == 100 and check(since=SINCE).since == SINCE
    for changes, field, sentence in (
        ({"percent": -0.1}, "percent", "from 0 to 100"),
        ({"percent": 100.1}, "percent", "from 0 to 100"),
        ({"percent": 15.0, "group": "Region North"}, "percent", "already"),
        ({"since": TODAY + timedelta(days=1)}, "since", "still to come"),
        ({"since": SINCE - timedelta(days=1)}, "since", "24 Mar 2026: this cannot be earlier"),
        ({"reason": ""}, "reason", r"showed\.$"),
        ({"reason": "", "percent": 21.0}, "reason", "More than 20 % needs its reason"),
    ):
        with refuses(sentence, field=field):
            check(**changes)
    assert shares.check(SHARE, Live("", None, None), most=20, today=TODAY) == SHARE
    with refuses("not live yet", field=None):
        shares.check(SHARE, None, most=20, today=TODAY)


@pytest.mark.parametrize("proof", ["launch", "safety-net"])
def test_the_playbook_that_ships_has_both_rules(proof: str) -> None:
    assert launches.entry(begun(), proof)
