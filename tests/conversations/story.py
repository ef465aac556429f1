"""Where a conversation begins when its subject comes later than week 0."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from bot.running import Bot
from commands.people import read
from program.items import Item, ItemState
from program.playbook import Playbook
from program.programs import Program
from program.sign_offs import SignOff, SignOffState
from program.signatures import digest
from program.standings import PassedGate
from program.use_cases import UseCase, UseCaseState
from sandbox.client import Answer, Slack
from storage import gates, items, people, playbooks, programs, sign_offs, standings, use_cases

CLAIMS: dict[str, Any] = {
    "title": "Claims summaries",
    "problem": "Handlers read forty pages before they can decide.",
    "who_feels_it": "40 claims handlers",
    "sponsor": "sponsor",
    "product_owner": "product-owner",
    "unit": "Claims",
}
PEOPLE: dict[str, Any] = {
    "sponsor": ["sponsor"],
    "program-manager": ["program-manager"],
    "product-owner": ["product-owner"],
    "business-owner": ["business-owner"],
    "operations": ["operations"],
    "engineering-lead": ["engineering-lead"],
    "security": ["security"],
}
FORM: dict[str, Any] = {
    "start": "2026-01-12",
    "timezone": "Europe/Berlin",
    "channel": "make",
    "channel_name": "ai-claims",
    **PEOPLE,
}
A_MONDAY = date(2026, 1, 12)  # the first after the Thursday on which conversations begin
WEEK_1 = "2026-01-12T08:01:00+00:00"  # nine o'clock in Berlin: the first weekly prompt has just been posted


async def running_program(
    bot: Bot,
    *,
    code: str = "CLAIMS",
    channel: str = "ai-claims",
    start: date = A_MONDAY,
    holders: Mapping[str, Sequence[str]] | None = None,
    passed: Sequence[str] = ("selection", "data"),
) -> Program:
    """A program in a channel of its own, with nothing done; the last of `passed` and all before it are behind it.

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
        for gate in behind(bot.services.playbook, passed):
            await gates.add(session, program.id, PassedGate(gate, now, sponsor))
    return program


def behind(playbook: Playbook, passed: Sequence[str]) -> list[str]:
    keys = [gate.key for gate in playbook.gates]
    return keys[: 1 + max((keys.index(each) for each in passed), default=-1)]


async def nothing_missing(bot: Bot, program: Program, gate: str) -> None:
    """All that this gate asks for is done, answered and signed."""
    now, playbook = bot.services.clock.now(), bot.services.playbook
    wanted = playbook.gate(gate)
    due = [*wanted.wanted, *(each.key for each in playbook.checklist_due_by(gate))]
    async with bot.services.database.writing() as session:
        for key in due:
            shown = "https://wiki.example/evidence"
            await items.save(session, program.id, Item(key, ItemState.DONE, None, shown, None, "U0PRODUCT", now))
        standing = await standings.get(session, program)
        for role in wanted.signers:
            signed = SignOff(
                uuid4(), program.id, gate, role, standing.holders[role][0], "U0PROGMGR", now, SignOffState.APPROVED,
                None, (), digest(standing, wanted, role), now,
            )  # fmt: skip
            await sign_offs.add(session, signed)


async def agree(slack: Slack) -> None:
    """Two candidates, and the sponsor's word for the first."""
    owner, sponsor = slack.as_("product-owner"), slack.as_("sponsor")
    for title in ("Claims summaries", "Fraud triage"):
        await owner.says("#ai-ideas", "/pilot propose")
        await owner.submits(CLAIMS | {"title": title})
        await owner.closes(all_=True)
    await owner.says("#ai-ideas", "/pilot select")
    await owner.submits(
        primary="UC-1 Claims summaries",
        backup="UC-2 Fraud triage",
        why="It hurts most.",
        count_why="Only two are ripe.",
    )
    await owner.closes(all_=True)
    await sponsor.waits_for("dm", "top AI priority")
    await sponsor.presses("Read and answer", in_="dm")
    await sponsor.submits(answer="agree")
    await owner.waits_for("dm", "agrees")


async def start(slack: Slack, **changes: Any) -> Answer:
    owner = slack.as_("product-owner")
    await owner.says("#ai-ideas", "/pilot start")
    await owner.looks_up("timezone", "berlin")
    return await owner.submits(FORM | changes)
