"""Who holds which role: shown, appointed, replaced; and what happens when somebody leaves."""

import asyncio

import pytest

from program.programs import Program
from program.sign_offs import SignOff, SignOffState
from sandbox.client import Answer, Person, Slack
from storage import audit, people, sign_offs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

CHANNEL = "#ai-claims"


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    """Nobody looks after privacy or is on call yet."""
    return await running_program(rehearsal.bot, holders={"privacy": [], "on-call": [], "auditor": []})


async def opens(person: Person, role: str) -> None:
    await person.says(CHANNEL, "/pilot people")
    opened = await person.presses(f"people-open-appoint:{role}", in_=CHANNEL)
    assert opened.modal.title == "Appoint", opened


async def appoints(slack: Slack, role: str, *users: str, by: str = "program-manager") -> Answer:
    person = slack.as_(by)
    await opens(person, role)
    return await person.submits(people=list(users))


async def test_the_list_names_holders_and_what_is_vacant_by_when(slack: Slack, program: Program) -> None:
    listed = await slack.as_("security").says(CHANNEL, "/pilot people")

    assert "Privacy · nobody yet, needed by week 2" in listed.text.replace("*", "")
    assert listed.response and listed.response.words.index("Privacy") < listed.response.words.index("Sponsor")
    assert listed.response.buttons == ["Name a stand-in", "Stand aside at a gate", "Step down"], (
        "appointing is not theirs"
    )
    assert "You cannot see who holds which role" in await slack.as_("proposer").says(
        "#ai-ideas", f"/pilot people {program.code}"
    )


async def test_a_newcomer_is_told_invited_and_in_the_plan(slack: Slack, rehearsal: Rehearsal, program: Program) -> None:
    answer = await appoints(slack, "privacy", "auditor", "proposer")

    assert not answer.errors
    assert "Privacy in CLAIMS" in answer.modal.words.replace("*", "")
    assert "You are *Privacy*" in await slack.as_("proposer").waits_for("dm", "You are *Privacy*")
    await rehearsal.bot.sender.settle()
    channel = await slack.as_("proposer").channel(CHANNEL)
    assert "U0PROPOSE" in channel["members"]
    async with rehearsal.bot.services.database.reading() as session:
        entry = (await audit.list_entries(session, program.id))[0]
    assert (entry.did, entry.before, entry.after) == (
        "people:appoint", {"privacy": []}, {"privacy": ["U0AUDITOR", "U0PROPOSE"]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("by", "role", "users", "sentence"),
    [
        ("program-manager", "privacy", ["lunch-bot"], "A bot cannot hold a role"),
        ("program-manager", "privacy", ["guest"], "A guest cannot hold a role"),
        ("program-manager", "risk-owner", ["product-owner"], "nobody approves their own work"),
        ("program-manager", "business-owner", [], "cannot be without its Business owner"),
        ("program-manager", "sponsor", ["sponsor", "program-manager"], "Nobody makes themselves Sponsor"),
    ],
)
async def test_what_cannot_be_is_said_under_the_field(
    slack: Slack, program: Program, by: str, role: str, users: list[str], sentence: str
) -> None:
    answer = await appoints(slack, role, *users, by=by)

    assert sentence in answer.errors["people"]
    assert not (await slack.as_(by).submits(people=[role])).errors, "the form is still there"


async def test_who_lost_the_right_meanwhile_is_told_who_may(slack: Slack, program: Program) -> None:
    await opens(slack.as_("program-manager"), "privacy")
    await appoints(slack, "program-manager", "proposer", by="sponsor")

    answer = await slack.as_("program-manager").submits(people=["auditor"])

    assert "You cannot appoint people here" in answer.errors["people"]


async def test_somebody_who_leaves_while_the_form_is_open_cannot_be_chosen(
    rehearsal: Rehearsal, program: Program
) -> None:
    slack, manager = rehearsal.slack, rehearsal.slack.as_("program-manager")
    await opens(manager, "privacy")
    await manager.types("people", ["proposer"])
    await slack.changes_member("proposer", deleted=True)
    await rehearsal.sandbox.deliveries.arrived()

    answer = await manager.submits()

    assert "This account is deactivated" in answer.errors["people"]


async def test_two_people_appointing_at_once_lose_nothing(rehearsal: Rehearsal, program: Program) -> None:
    choices = {"program-manager": ["security", "proposer"], "sponsor": ["security", "auditor"]}
    for name in choices:
        await opens(rehearsal.slack.as_(name), "security")

    async def saves(name: str) -> None:
        person = rehearsal.slack.as_(name)
        answer = await person.submits(people=choices[name])
        if answer.errors:  # the database let one of the two wait too long; the form is still there
            assert "Someone else changed this" in answer.errors["people"]
            answer = await person.submits()
        assert not answer.errors

    await asyncio.gather(*(saves(name) for name in choices))

    async with rehearsal.bot.services.database.reading() as session:
        held = {each.user for each in await people.list_appointments(session, program.id) if each.role == "security"}
    assert held == {"U0SECURIT", "U0PROPOSE", "U0AUDITOR"}


async def test_a_sign_off_that_waits_follows_the_role(rehearsal: Rehearsal, program: Program) -> None:
    database, now = rehearsal.bot.services.database, rehearsal.bot.services.clock.now()
    async with database.writing() as session:
        asked = SignOff(program.id, program.id, "discovery", "security", "U0SECURIT", "U0PROGMGR", now)
        await sign_offs.add(session, asked)

    await appoints(rehearsal.slack, "security", "proposer")

    async with database.reading() as session:
        states = {each.user: each.state for each in await sign_offs.list_sign_offs(session, program.id)}
    assert states == {"U0SECURIT": SignOffState.WITHDRAWN, "U0PROPOSE": SignOffState.ASKED}


async def test_who_leaves_holds_nothing_and_the_program_manager_is_told_once(
    rehearsal: Rehearsal, program: Program
) -> None:
    slack = rehearsal.slack
    await slack.changes_member("security", deleted=True)
    told = await slack.as_("program-manager").waits_for("dm", "has left")
    assert "nobody holds these roles now: *Security*" in told.text

    member = next(each for each in await slack.members() if each["name"] == "security")
    await slack.sends_event("user_change", user=member | {"profile": {"display_name": "security"}})
    await slack.changes_member("security", tz="Europe/Berlin")
    await rehearsal.bot.sender.settle()
    assert len([each for each in await slack.as_("program-manager").dm() if "has left" in each]) == 1

    listed = await slack.as_("program-manager").presses("people-show", in_=told)
    assert not listed.failure
    async with rehearsal.bot.services.database.reading() as session:
        assert await people.list_programs_of(session, rehearsal.bot.workspace.id, "U0SECURIT") == []


async def test_the_sponsor_is_told_when_the_program_manager_leaves(slack: Slack, program: Program) -> None:
    await slack.changes_member("program-manager", deleted=True)

    assert "*Program manager*" in (await slack.as_("sponsor").waits_for("dm", "has left")).text


async def test_the_office_is_chosen_by_administrators_alone(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    listed = await slack.as_("program-manager").says("#ai-ideas", "/pilot people")
    assert "There is no program office yet" in listed
    assert listed.response and not listed.response.buttons

    admin = slack.as_("sponsor")
    await admin.says("#ai-ideas", "/pilot people")
    await admin.presses("Choose the program office", in_="#ai-ideas")
    assert "A guest" in (await admin.submits(people=["guest"])).errors["people"]
    assert not (await admin.submits(people=["program-manager"])).errors

    async with rehearsal.bot.services.database.reading() as session:
        assert await people.list_office(session, rehearsal.bot.workspace.id) == ["U0PROGMGR"]
        entry = (await audit.list_entries(session, rehearsal.bot.workspace.id))[0]
    assert entry.did == "office:appoint"
