"""Killed at any await of the start form's handler, a process starts a program whole, or not at all."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bot.sender import Sender
from commands.people import read
from program.posts import Plan
from program.selections import Selection, SelectionState
from program.use_cases import UseCase, UseCaseState
from storage import people, selections, use_cases
from tests.reliability import acts
from tests.reliability.killing import MOST
from tests.reliability.test_kills import NOW, Scene, scene

__all__ = ["scene"]

MONDAY = NOW.date() + timedelta(days=7 - NOW.weekday())
PARTS = (
    "programs", "use_cases WHERE state = 'started'", "audit_entries WHERE did = 'program:start'",
    "passed_gates", "signatures", "posts WHERE subject = 'ChannelMade'",
    "appointments WHERE role = 'sponsor'", "appointments WHERE role = 'security'",
)  # fmt: skip


async def test_a_program_is_started_whole_or_not_at_all(scene: Scene) -> None:
    bot, workspace, point = scene.bot, scene.bot.workspace.id, 0
    members = {str(each["name"]): each for each in (await bot.front.slack.delivering.users_list(limit=200))["members"]}
    async with bot.services.database.writing() as session:
        await people.save(session, workspace, [read(each) for each in members.values()])
    ids = {name: str(each["id"]) for name, each in members.items()}
    candidate = await an_agreed_one(scene, ids)
    while point < MOST:
        if await scene.count("use_cases WHERE state = 'primary'") == 0:
            candidate = await an_agreed_one(scene, ids)
        died = await scene.kill(
            acts.start, point, workspace=workspace, person=ids["product-owner"],
            carries={"use_case": str(candidate.id)}, form=a_form(scene, ids, f"killed-{point}"),
        )  # fmt: skip
        is_started = await scene.count("use_cases WHERE state = 'primary'") == 0
        assert is_started or point not in scene.told(), "an acknowledged start is lost"
        assert len({await scene.count(each) for each in PARTS}) == 1, "half-written"
        if not died:
            break
        point += 1

    await scene.recover(Sender(bot.services, bot.front.slack, bot.sender.table, name="next"))

    assert point > 15 and is_started
    begun = await scene.count("programs")
    assert await scene.count("programs WHERE channel IS NOT NULL") == begun, "lost"
    said = scene.said()
    assert len([key for key in said if key.startswith(Plan(uuid4()).key.partition(":")[0])]) == begun
    assert max(said.values()) == 1, "doubled"
    assert await scene.count("posts WHERE state NOT IN ('posted', 'skipped')") == 0


async def an_agreed_one(scene: Scene, ids: dict[str, str]) -> UseCase:
    """A primary with its sponsor's agreement, and its backup."""
    bot, sponsor, owner = scene.bot, ids["sponsor"], ids["product-owner"]
    async with bot.services.database.writing() as session:
        number = await use_cases.next_number(session, bot.workspace.id)
        primary = UseCase(
            uuid4(), number, f"Summaries {number}", "Forty pages.", "40 handlers", "45 minutes", "20 minutes",
            None, None, sponsor, owner, 5, 4, 2, "Claims", owner, NOW, UseCaseState.PRIMARY,
        )  # fmt: skip
        await use_cases.add(session, bot.workspace.id, primary)
        number = await use_cases.next_number(session, bot.workspace.id)
        backup = replace(primary, id=uuid4(), number=number, state=UseCaseState.BACKUP)
        await use_cases.add(session, bot.workspace.id, backup)
        agreed = Selection(
            uuid4(), primary.id, backup.id, sponsor, owner, scene.clock.now(), "It hurts.", SelectionState.AGREED,
            scene.clock.now(),
        )  # fmt: skip
        await selections.add(session, bot.workspace.id, agreed)
    return primary


def a_form(scene: Scene, ids: dict[str, str], channel: str) -> dict[str, object]:
    roles = [role.key for role in scene.bot.services.playbook.roles]
    return {
        "start": {"selected_date": MONDAY.isoformat()},
        "timezone": "Europe/Berlin",
        "channel": "make",
        "channel_name": {"value": channel},
        **{role: {"selected_users": [ids[role]]} for role in roles},
    }
