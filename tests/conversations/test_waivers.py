"""A waiver that runs out once the program is live: its decider waives anew, accepts, or rolls back."""

from datetime import UTC, date, datetime

import pytest

from commands import lapses
from playbook.loader import load
from program.exemptions import Exemption, ExemptionKind
from program.items import Item, ItemState
from program.programs import ProgramState
from storage import items, programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program
from tests.conversations.voting import BEFORE_THE_VOTE, WEEK_10, Voting

EXPIRED, AFTER_GRACE = date(2026, 1, 12), "2026-01-20T10:00:00+00:00"
KEY, NOW = "c-data-sources", datetime(2026, 1, 8, 9, tzinfo=UTC)


@pytest.fixture
async def live(rehearsal: Rehearsal) -> Voting:
    """Launched with a waiver that ends on Monday."""
    bot = rehearsal.bot
    program = await running_program(bot, start=WEEK_10, passed=(*BEFORE_THE_VOTE, "go-no-go"))
    (launch,) = (each.key for each in load().items if each.proof == "launch")
    waiver = Exemption(
        ExemptionKind.WAIVER, "Late", "U0PRODUCT", NOW, "By hand", EXPIRED, approved_by="U0SPONSOR", approved_at=NOW
    )
    async with bot.services.database.writing() as session:
        await items.save(session, program.id, Item(launch, ItemState.DONE, None, "live", None, "U0PRODUCT", NOW))
        waived = Item(KEY, ItemState.WAIVED, None, None, "Late", "U0PRODUCT", NOW, {}, waiver)
        await items.save(session, program.id, waived)
        await lapses.plan(session, bot.workspace.id, program.id, NOW)
    await rehearsal.slack.moves_clock(AFTER_GRACE)
    return Voting(rehearsal.slack, rehearsal, program)


async def test_the_decider_waives_it_anew_with_its_control_and_its_day(live: Voting) -> None:
    sponsor = live.slack.as_("sponsor")
    asked = await live.sees("sponsor", "a waiver is over")

    await sponsor.presses("Settle it", in_=asked)
    lacking = await sponsor.submits(way="extend", reason="The archive moves in March", expires="2026-03-02")
    assert "what protects you instead" in lacking.errors["control"]
    assert "is waived until Mon 2 Mar 2026" in (await sponsor.submits(control="Two people check each case")).modal

    stored = (await live.standing()).item(KEY)
    assert stored.is_waived and stored.exemption and stored.exemption.approved_by == "U0SPONSOR"
    assert (await live.did())[0] == "waiver:settle"
    await sponsor.closes(all_=True)
    await sponsor.presses("Settle it", in_=asked)
    assert await sponsor.waits_for("dm", "was settled meanwhile")


async def test_the_decider_rolls_back_and_is_asked_again_on_a_day(live: Voting) -> None:
    sponsor = live.slack.as_("sponsor")
    await sponsor.presses("Settle it", in_=await live.sees("sponsor", "a waiver is over"))
    assert "after today" in (await sponsor.submits(way="roll-back", reason="It is not safe")).errors["expires"]
    assert "is paused until Mon 2 Feb 2026" in (await sponsor.submits(expires="2026-02-02")).modal

    assert "is rolled back, and paused until" in await live.shows("is rolled back")
    async with live.rehearsal.bot.services.database.reading() as session:
        program = await programs.get(session, live.rehearsal.bot.workspace.id, live.program.id)
    assert program.state is ProgramState.PAUSED
