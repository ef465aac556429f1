"""Blockers: reported from an item, by command and from a message; asked of a person; cleared once."""

import asyncio

import pytest

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

HERE = "#ai-claims"
WANTED = {"what": "No access to the archive", "holder": "data-owner", "wanted_by": "2026-01-14"}


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    await rehearsal.slack.moves_clock(WEEK_1)
    return rehearsal.slack


async def test_a_blocker_of_an_item_is_asked_of_a_person_and_cleared(program: Slack) -> None:
    operations, owner = program.as_("operations"), program.as_("data-owner")
    await operations.presses("item-open-done:w1-document", in_=HERE)
    await operations.presses("Report a blocker")
    told = (await operations.submits(WANTED)).modal
    assert "B-1 is reported" in told and "<@U0DATAOWN> is asked to clear it by Wed 14 Jan 2026" in told
    await operations.closes(all_=True)

    post = await owner.waits_for(HERE, "can you clear it by Wed 14 Jan 2026?")
    assert "<@U0DATAOWN>" in post and "It holds up “Write down how the work runs today”" in post
    assert "🚧 B-1: No access to the archive" in await owner.waits_for(HERE, "🚧 B-1: No access")
    status = await owner.says(HERE, "/pilot status")
    assert "B-1" in status and "No access to the archive" in status
    assert "1 open blocker in CLAIMS" in await program.as_("auditor").says(HERE, "/pilot blockers")

    await owner.presses("Cleared", in_=post)
    assert "Say in a sentence" in (await owner.submits(how=" ")).errors["how"]
    assert not (await owner.submits(how="Access was granted.")).errors
    cleared = await operations.waits_for(HERE, "B-1* of CLAIMS is cleared")
    assert cleared.ts == post.ts and "Access was granted." in cleared and "Cleared" not in cleared.buttons
    assert "<@U0OPERATE>, you can go on" in await operations.waits_for(HERE, "you can go on", thread=post.ts)
    assert "Nothing is blocked in CLAIMS" in await owner.says(HERE, "/pilot blockers")


async def test_a_message_becomes_a_blocker_of_its_channels_program(program: Slack) -> None:
    legal = program.as_("legal")
    await legal.says(HERE, "@data-owner we wait for <the> contract & its annex 🚀 مرحبا")
    message = await legal.waits_for(HERE, "annex")

    form = (await legal.uses_shortcut("report-blocker", on=(HERE, message.ts))).modal

    first = next(block for block in form.blocks if block.get("block_id") == "what")
    assert first["element"]["initial_value"] == "@Data Owner we wait for <the> contract & its annex 🚀 مرحبا"
    assert not (await legal.submits(holder="data-owner", wanted_by="2026-01-14")).errors
    assert "annex 🚀 مرحبا" in await legal.waits_for(HERE, "can you clear it")


async def test_a_message_elsewhere_belongs_to_no_program(program: Slack) -> None:
    await program.as_("proposer").says("#ai-ideas", "Nothing works.")
    message = await program.as_("proposer").waits_for("#ai-ideas", "Nothing works")
    answer = await program.as_("proposer").uses_shortcut("report-blocker", on=("#ai-ideas", message.ts))
    assert "This channel belongs to no program" in answer.modal


async def test_what_cannot_be_is_said_at_its_field(program: Slack) -> None:
    manager = program.as_("program-manager")
    await manager.says(HERE, "/pilot blocker")
    for changes, field, sentence in (
        ({"wanted_by": "2026-01-09"}, "wanted_by", "This date has passed"),
        ({"what": "  "}, "what", "Please fill this in"),
        ({"what": "x" * 501}, "what", ""),
        ({"holder": "lunch-bot"}, "holder", "A bot cannot hold a role"),
        ({"holder": "guest"}, "holder", "A guest cannot hold a role"),
    ):
        assert sentence in (await manager.submits(WANTED | changes)).errors[field]
    assert "You cannot report a blocker here" in await program.as_("auditor").says(HERE, "/pilot blocker")


async def test_someone_outside_the_program_is_asked_directly_and_may_clear_it(program: Slack) -> None:
    manager, outsider = program.as_("program-manager"), program.as_("proposer")
    await manager.says(HERE, "/pilot blocker")
    told = (await manager.submits(WANTED | {"holder": "proposer", "what": "<!channel> blocks us"})).modal
    assert "by direct message too" in told

    post = await outsider.waits_for("dm", "can you clear it")
    assert "<!channel> blocks us" in post
    await outsider.presses("Cleared", in_="dm")
    assert not (await outsider.submits(how="Done.")).errors
    assert "is cleared" in await outsider.waits_for("dm", "is cleared")
    assert "is cleared" in await manager.waits_for(HERE, "is cleared")


async def test_two_who_clear_it_at_once_clear_it_once(program: Slack) -> None:
    people = [program.as_("data-owner"), program.as_("security")]
    await people[0].says(HERE, "/pilot blocker")
    await people[0].submits(WANTED)
    await people[0].closes(all_=True)
    post = await people[0].waits_for(HERE, "can you clear it")
    for person in people:
        await person.presses("Cleared", in_=post)

    answers = await asyncio.gather(people[0].submits(how="Granted."), people[1].submits(how="Bought."))

    (refused,) = [answer.errors["how"] for answer in answers if answer.errors]
    assert "B-1 is cleared already" in refused or "Someone else changed this" in refused


async def test_a_blocker_is_kept_where_the_bot_is_no_longer_in_the_channel(program: Slack) -> None:
    manager = program.as_("program-manager")
    await manager.removes_bot(HERE)
    await manager.says("#ai-ideas", "/pilot blocker")
    assert "B-1 is reported" in (await manager.submits(WANTED)).modal
    assert "B-1* No access to the archive" in await manager.says("#ai-ideas", "/pilot blockers CLAIMS")
