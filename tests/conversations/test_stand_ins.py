"""Away for a while, in conflict, or gone for good: stand-ins, standing aside, hand-over and stepping down."""

from uuid import uuid4

import pytest

from program.actions import Action
from program.audit import Entry
from program.items import Item, ItemState
from program.programs import Program
from program.sign_offs import SignOff
from sandbox.client import Answer, Slack
from storage import actions, audit, items, sign_offs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

CHANNEL = "#ai-claims"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    made = await running_program(rehearsal.bot, holders={"privacy": [], "on-call": []})
    await rehearsal.slack.moves_clock(WEEK_1)
    return made


async def opens(slack: Slack, who: str, button: str) -> None:
    await slack.as_(who).says(CHANNEL, "/pilot people")
    assert (await slack.as_(who).presses(button, in_=CHANNEL)).view


async def names(slack: Slack, who: str, **form: object) -> Answer:
    await opens(slack, who, "Name a stand-in")
    return await slack.as_(who).submits(form)


async def ask_security(rehearsal: Rehearsal, program: Program) -> None:
    now = rehearsal.bot.services.clock.now()
    async with rehearsal.bot.services.database.writing() as session:
        await sign_offs.add(
            session, SignOff(program.id, program.id, "discovery", "security", "U0SECURIT", "U0PROGMGR", now)
        )


async def trail(rehearsal: Rehearsal, program: Program) -> list[Entry]:
    async with rehearsal.bot.services.database.reading() as session:
        return await audit.list_entries(session, program.id)


async def test_a_stand_in_acts_for_whoever_is_away_until_the_last_day(rehearsal: Rehearsal, program: Program) -> None:
    slack = rehearsal.slack
    await ask_security(rehearsal, program)

    answer = await names(slack, "security", stand_in="guest", first="2026-01-12", last="2026-01-16")
    assert "A guest cannot hold a role" in answer.errors["stand_in"]
    answer = await slack.as_("security").submits(stand_in="proposer", first="2026-01-10", last="2026-01-16")
    assert "This day has passed" in answer.errors["first"]
    answer = await slack.as_("security").submits(stand_in="proposer", first="2026-01-12", last="2026-01-16")
    assert not answer.errors, answer.errors

    assert "you stand in as *Security*" in (await slack.as_("proposer").waits_for("dm", "you stand in as")).text
    assert "U0PROPOSE" in (await slack.as_("proposer").channel(CHANNEL))["members"]
    assert "asks you to sign" in await slack.as_("proposer").waits_for("dm", "asks you to sign")
    assert "Sign as Security" in await slack.as_("proposer").says(CHANNEL, "/pilot todo")
    assert "Sign as Security" not in await slack.as_("security").says(CHANNEL, "/pilot todo")

    await slack.as_("proposer").presses("Read and sign", in_="dm")
    signed = await slack.as_("proposer").submits(answer="approved")
    assert not signed.errors
    gate = await slack.as_("program-manager").says(CHANNEL, "/pilot gate")
    assert "<@U0PROPOSE> for <@U0SECURIT>" in gate.text
    entry = next(each for each in await trail(rehearsal, program) if each.did == "sign-off:approved")
    assert (entry.by, entry.on_behalf_of) == ("U0PROPOSE", "U0SECURIT")

    await slack.moves_clock("2026-01-16T23:01:00+00:00")
    assert "no longer stand in" in (await slack.as_("proposer").waits_for("dm", "no longer stand in")).text
    assert "You cannot see" in await slack.as_("proposer").says(CHANNEL, "/pilot status")
    assert "<@U0PROPOSE> for <@U0SECURIT>" in await slack.as_("program-manager").says(CHANNEL, "/pilot gate")


async def test_a_stand_in_is_taken_back_and_cannot_decide(rehearsal: Rehearsal, program: Program) -> None:
    slack = rehearsal.slack
    assert not (await names(slack, "sponsor", stand_in="proposer", first="2026-01-12", last="2026-01-20")).errors
    await slack.as_("proposer").waits_for("dm", "you stand in as *Sponsor*")
    await slack.as_("sponsor").closes(all_=True)
    await rehearsal.bot.sender.settle()
    assert "You cannot resume the program" in await slack.as_("proposer").says(CHANNEL, "/pilot resume")

    await slack.as_("sponsor").says(CHANNEL, "/pilot people")
    await slack.as_("sponsor").presses("Take back", in_=CHANNEL)
    await slack.as_("sponsor").waits_for(CHANNEL, "no longer stands in")
    assert "You cannot see" in await slack.as_("proposer").says(CHANNEL, "/pilot status")


async def test_who_stands_aside_is_asked_no_more_until_they_take_it_back(
    rehearsal: Rehearsal, program: Program
) -> None:
    slack = rehearsal.slack
    await ask_security(rehearsal, program)
    await opens(slack, "security", "Stand aside at a gate")
    security = slack.as_("security")
    assert "Say what the conflict" in (await security.submits(gate="discovery", reason=" ")).errors["reason"]
    assert not (await security.submits(gate="discovery", reason="I own shares of the vendor.")).errors
    await security.closes(all_=True)

    listed = await slack.as_("program-manager").says(CHANNEL, "/pilot people")
    assert "I own shares of the vendor." in listed
    assert "Security: nobody holds this role" in await slack.as_("program-manager").says(CHANNEL, "/pilot gate")

    await slack.as_("security").says(CHANNEL, "/pilot people")
    await slack.as_("security").presses("Take back", in_=CHANNEL)
    await slack.as_("security").waits_for(CHANNEL, "no longer stand aside")
    assert "Sign as Security" in await slack.as_("security").says(CHANNEL, "/pilot todo")


async def test_whoever_comes_takes_over_what_was_open_and_reads_what(rehearsal: Rehearsal, program: Program) -> None:
    slack, services = rehearsal.slack, rehearsal.bot.services
    entry = next(each for each in services.playbook.items if each.owner_role == "security")
    async with services.database.writing() as session:
        taken = Item(entry.key, ItemState.IN_PROGRESS, "U0SECURIT")
        await items.save(session, program.id, taken)
        now = services.clock.now()
        due = program.today(now)
        await actions.add(session, Action(uuid4(), program.id, 7, "Ask the vendor", "U0SECURIT", due, "U0SPONSOR", now))

    manager = slack.as_("program-manager")
    await manager.says(CHANNEL, "/pilot people")
    await manager.presses("people-open-appoint:security", in_=CHANNEL)
    answer = await manager.submits(people=["proposer"])
    assert "takes over 2 open things" in answer.modal

    told = await slack.as_("proposer").waits_for("dm", "In your hands now")
    assert entry.title in told
    entries = {each.did: each for each in await trail(rehearsal, program)}
    assert "A-7: Ask the vendor" in told
    assert entries["people:hand-over"].before == {entry.key: "U0SECURIT", "A-7": "U0SECURIT"}
    assert entries["people:hand-over"].after == {"to": "U0PROPOSE"}


async def test_who_steps_down_leaves_a_vacancy_that_is_announced_once(rehearsal: Rehearsal, program: Program) -> None:
    slack = rehearsal.slack
    await opens(slack, "security", "Step down")
    answer = await slack.as_("security").submits(role="security")
    assert "Nobody holds it now" in answer.modal

    told = await slack.as_("program-manager").waits_for("dm", "has stepped down")
    assert "nobody holds these roles now: *Security*" in told.text
    await slack.changes_member("legal", is_restricted=True)
    assert "guest of this workspace now" in (await slack.as_("program-manager").waits_for("dm", "is a guest")).text
    dones = [each.did for each in await trail(rehearsal, program)]
    assert dones.count("people:resign") == 1
    assert "people:leave" in dones
