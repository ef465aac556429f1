"""Where a conversation begins when its subject comes later than week 0."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import uuid4

from bot.running import Bot
from commands.people import read
from program.programs import Program
from program.standings import PassedGate
from program.use_cases import UseCase, UseCaseState
from storage import gates, people, playbooks, programs, use_cases

A_MONDAY = date(2026, 1, 12)  # the first after the Thursday on which conversations begin
WEEK_1 = "2026-01-12T08:01:00+00:00"  # nine o'clock in Berlin: the first weekly prompt has just been posted


async def running_program(
    bot: Bot,
    *,
    code: str = "CLAIMS",
    channel: str = "ai-claims",
    start: date = A_MONDAY,
    holders: Mapping[str, Sequence[str]] | None = None,
    passed: Sequence[str] = ("selection",),
) -> Program:
    """A program in a channel of its own, with nothing done; `passed` are the gates behind it.

    Each role is held by the member of that name; `holders` says so of those that are not, by members' names too.
    """
    slack, now = bot.front.slack.delivering, bot.services.clock.now()
    members = {each["name"]: each for each in (await slack.users_list(limit=200))["members"]}
    names = {role.key: [role.key] for role in bot.services.playbook.roles} | dict(holders or {})
    chosen = {role: [str(members[name]["id"]) for name in each] for role, each in names.items()}
    made = (await slack.conversations_create(name=channel))["channel"]["id"]
    await slack.conversations_invite(channel=made, users=",".join({user for each in chosen.values() for user in each}))

    sponsor, owner, manager = (str(members[name]["id"]) for name in ("sponsor", "product-owner", "program-manager"))
    async with bot.services.database.writing() as session:
        await people.save(session, bot.workspace.id, [read(each) for each in members.values()])
        use_case = UseCase(
            uuid4(), await use_cases.next_number(session, bot.workspace.id), "Claims summaries",
            "Handlers read forty pages before they can decide.", "40 claims handlers", "45 minutes a case",
            "20 minutes a case", None, None, sponsor, owner, 5, 4, 2, "Claims", manager, now, UseCaseState.STARTED,
        )  # fmt: skip
        await use_cases.add(session, bot.workspace.id, use_case)
        await playbooks.add(session, bot.services.playbook)
        program = Program(
            uuid4(), code, use_case.title, use_case.id, None, bot.services.playbook.digest, start, "Europe/Berlin",
            made, channel, started_by=manager, started_at=now,
        )  # fmt: skip
        await programs.add(session, bot.workspace.id, program, next_due_at=now)
        for role, users in chosen.items():
            await people.appoint(session, bot.workspace.id, program.id, role, users, by=manager, now=now)
        for gate in passed:
            await gates.add(session, program.id, PassedGate(gate, now, sponsor))
    return program
