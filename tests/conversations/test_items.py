"""Items as people meet them: done, taken, handed over, waived, reopened, and what stands in the way of each."""

import asyncio
from dataclasses import dataclass, replace

import pytest

from program.audit import Entry
from program.items import Item
from program.programs import Program, ProgramState
from sandbox.client import Answer, Seen, Slack
from storage import audit, items, programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

HERE = "#ai-claims"
WORKSHOPS = "item-open-done:c-problem-baseline"


@dataclass(frozen=True)
class Week1:
    """A program in its first week, and what is stored of it."""

    slack: Slack
    rehearsal: Rehearsal
    program: Program
    prompt: Seen

    async def opens(self, who: str, item: str = "c-problem-baseline") -> Answer:
        return await self.slack.as_(who).presses(f"item-open-done:{item}", in_=self.prompt)

    async def opens_from_card(self, who: str, what: str, item: str = "c-problem-baseline") -> Answer:
        await self.opens(who, item)
        return await self.slack.as_(who).presses(what)

    async def item(self, key: str = "c-problem-baseline") -> Item:
        async with self.rehearsal.bot.services.database.reading() as session:
            return await items.get(session, self.program.id, key)

    async def trail(self) -> list[Entry]:
        async with self.rehearsal.bot.services.database.reading() as session:
            return await audit.list_entries(session, self.program.id)


@pytest.fixture
async def week1(rehearsal: Rehearsal) -> Week1:
    program = await running_program(rehearsal.bot)
    await rehearsal.slack.moves_clock(WEEK_1)
    prompt = await rehearsal.slack.as_("auditor").waits_for(HERE, "Week 1 of 13", seconds=15)
    return Week1(rehearsal.slack, rehearsal, program, prompt)


async def test_evidence_is_asked_for_kept_as_typed_and_on_record(week1: Week1) -> None:
    operations, typed = week1.slack.as_("operations"), "<!channel> 🚀 مرحبا <https://x|y> & *bold*"
    await week1.opens("operations")
    assert "Add a link or a note" in (await operations.submits(evidence="   ")).errors["evidence"]
    assert (await operations.submits(evidence="x" * 1001)).errors
    assert not (await operations.submits(evidence=typed)).errors

    assert typed in await operations.waits_for(HERE, "1 of 7 settled")
    stored, entry = await week1.item(), (await week1.trail())[0]
    assert (stored.evidence, stored.owner, stored.changed_by) == (typed, None, "U0OPERATE")
    assert (entry.did, entry.by, entry.subject) == (
        "item:done",
        "U0OPERATE",
        "CLAIMS State the problem with today's cost in numbers",
    )


async def test_what_changed_while_a_card_was_open_is_shown_and_nothing_typed_is_lost(week1: Week1) -> None:
    owner, operations = week1.slack.as_("product-owner"), week1.slack.as_("operations")
    await week1.opens("product-owner")
    await week1.opens("operations")
    await operations.submits(evidence="Twelve came.")

    again = (await owner.submits(evidence="Fourteen came.")).modal

    assert "<@U0OPERATE> changed this while you were writing" in again and "Twelve came." in again
    assert (await week1.item()).evidence == "Twelve came."
    assert not (await owner.submits()).errors
    assert (await week1.item()).evidence == "Fourteen came."


async def test_the_same_pressed_twice_is_noted_once(week1: Week1) -> None:
    owner = week1.slack.as_("product-owner")
    await week1.opens_from_card("product-owner", "Take it")
    await owner.closes(all_=True)
    card = (await week1.opens("product-owner")).modal
    assert "Take it" not in card.buttons
    taken = [each for each in await week1.trail() if each.did == "item:take"]
    assert len(taken) == 1

    await owner.submits(evidence="Twelve came.")
    await week1.opens("product-owner")
    await owner.submits(evidence="Twelve came.")
    assert [each.did for each in await week1.trail()] == ["item:done", "item:take"]


async def test_two_who_take_the_same_item_at_once_are_told_who_has_it(week1: Week1) -> None:
    people = [week1.slack.as_(name) for name in ("security", "legal")]
    for name in ("security", "legal"):
        await week1.opens(name)

    await asyncio.gather(*(person.presses("Take it") for person in people))

    owner = (await week1.item()).owner
    assert owner in {"U0SECURIT", "U0LEGALXX"}
    loser = people[0] if owner == "U0LEGALXX" else people[1]
    told = await loser.view()
    assert told and ("has taken this already" in told or "Someone else changed this" in told)
    assert len(await week1.trail()) == 1


async def test_an_item_is_handed_only_to_someone_who_can_finish_it(week1: Week1) -> None:
    owner = week1.slack.as_("product-owner")
    await week1.opens_from_card("product-owner", "Hand it over")
    for name, sentence in (
        ("lunch-bot", "A bot cannot hold a role"),
        ("guest", "A guest cannot hold a role"),
        ("proposer", "no working role in CLAIMS"),
        ("auditor", "no working role in CLAIMS"),
    ):
        assert sentence in (await owner.submits(owner=name)).errors["owner"]
    await owner.types("owner", "on-call")
    await week1.slack.changes_member("on-call", deleted=True)
    await week1.rehearsal.sandbox.deliveries.arrived()
    assert "deactivated" in (await owner.submits()).errors["owner"]
    assert not (await owner.submits(owner="legal")).errors

    await week1.slack.as_("legal").waits_for("dm", "into your hands")
    assert "<@U0LEGALXX> has taken it" in await owner.waits_for(HERE, "<@U0LEGALXX> has taken it")
    await week1.slack.as_("legal").presses("Mark done", in_="dm")
    assert not (await week1.slack.as_("legal").submits(evidence="Twelve came.")).errors


async def test_what_does_not_apply_is_for_those_who_answer_for_the_program(week1: Week1) -> None:
    await week1.opens_from_card("security", "Does not apply", "w1-user-journey")
    told = await week1.slack.as_("security").view()
    assert told and "You cannot leave an item out here" in told

    owner = week1.slack.as_("product-owner")
    await week1.opens_from_card("product-owner", "Does not apply", "w1-user-journey")
    assert "Say why" in (await owner.submits(reason=" ")).errors["reason"]
    assert not (await owner.submits(reason="Held in December.")).errors
    await owner.waits_for(HERE, "does not apply")

    settled = (await owner.presses("Change", in_=week1.prompt)).modal
    assert "Does not apply: Held in December." in settled
    card = (await owner.presses("item-open-done:w1-user-journey")).modal
    assert "Reopen" in card.buttons
    back = (await owner.presses("Reopen")).modal
    assert "0 of 7 settled" in back
    assert [each.did for each in await week1.trail()] == ["item:reopen", "item:waive"]


async def test_the_auditor_reads_and_changes_nothing(week1: Week1) -> None:
    auditor = week1.slack.as_("auditor")
    await week1.opens("auditor")
    assert "You cannot mark an item done here" in await auditor.waits_for(HERE, "You cannot mark")
    assert "Document every data source" in (shown := (await auditor.says(HERE, "/pilot checklist data")).modal)
    assert "Mark done" not in shown.buttons
    assert await week1.trail() == []


async def test_a_finished_program_stays_as_it_was(week1: Week1) -> None:
    async with week1.rehearsal.bot.services.database.writing() as session:
        finished = replace(week1.program, state=ProgramState.FINISHED)
        await programs.save(session, week1.rehearsal.bot.workspace.id, finished)
    await week1.opens("product-owner")
    answer = await week1.slack.as_("product-owner").submits(evidence="Too late")
    assert "CLAIMS is finished" in answer.errors["evidence"]
