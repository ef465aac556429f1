"""A unit's selection round: opened, reminded of, closed."""

from sandbox.client import Slack
from tests.conversations.test_use_cases import IDEAS, propose

ROUND = {"unit": "Claims", "owner": "product-owner", "closes_on": "2026-01-15"}


async def opens(slack: Slack) -> None:
    boss = slack.as_("sponsor")
    await boss.says(IDEAS, "/pilot round")
    await boss.presses("Open a round", in_=IDEAS)
    assert "a day after today" in (await boss.submits(ROUND | {"closes_on": "2026-01-08"})).errors["closes_on"]
    assert not (await boss.submits(ROUND)).errors
    await boss.closes(all_=True)


async def test_a_round_gathers_reminds_and_closes(slack: Slack) -> None:
    await opens(slack)
    owner, knows = slack.as_("product-owner"), slack.as_("data-owner")
    elsewhere = {"round": "None of these: for another unit"}
    assert not await propose(slack, unit=None, round="Claims")
    assert "leave this empty" in (await propose(slack, round="Claims", unit="Legal"))["unit"]
    await slack.as_("proposer").closes(all_=True)
    assert not await propose(slack, title="Contracts", unit="Legal", **elsewhere)
    await owner.says(IDEAS, "/pilot candidate UC-1")
    await owner.presses("inquiry-open-ask:data")
    await owner.submits(of="data-owner")
    await owner.closes(all_=True)

    await slack.moves_clock("2026-01-13T10:00:00+00:00")
    assert "closes in 2 days" in await owner.waits_for("dm", "The selection round of *Claims*")
    assert "You still owe an answer" in await knows.waits_for("dm", "The selection round of *Claims*")
    await slack.moves_clock("2026-01-15T10:00:00+00:00")
    await owner.waits_for("dm", "closes today")
    await owner.presses("Close the round", in_="dm")
    assert "only one candidate" in (await owner.submits(count_why=" ")).errors["count_why"]
    assert not (await owner.submits(count_why="Nothing else is ripe.")).errors
    await owner.closes(all_=True)

    assert "Nothing else is ripe." in await owner.says(IDEAS, "/pilot round")
    seen = await slack.as_("legal").says(IDEAS, "/pilot round")
    assert seen.response
    assert seen.response.buttons == [], "others only read"
