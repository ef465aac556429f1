"""Killed at any await, a process loses nothing, says nothing twice and leaves nothing half-written."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.running import Bot, built
from bot.sender import Sender
from bot.settings import Settings
from commands import votes as voting
from program import packets
from program.audit import GENESIS
from program.posts import AgreementGiven, ChannelMade, Plan, Post, VoteOpened, in_channel
from program.programs import Program
from program.sign_offs import SignOff
from program.signatures import digest
from program.votes import Poll
from sandbox.clock import Clock
from sandbox.serving import serve
from sandbox.workspace import Sandbox
from storage import audit, outbox, people, programs, sign_offs, standings, use_cases, votes
from tests.conversations.story import running_program
from tests.reliability import acts
from tests.reliability.killing import MOST, Act, World, dies

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
NOW = datetime.now(UTC)


@dataclass
class Scene:
    bot: Bot
    sandbox: Sandbox
    clock: Clock
    world: World

    async def kill(self, act: Act, point: int, **about: Any) -> bool:
        await self.run("DELETE FROM paces")  # each process has Slack to itself
        return await dies(act, replace(self.world, about=about | {"point": point}), point)

    async def run(self, statement: str, **values: Any) -> None:
        async with self.bot.services.database.writing() as session:
            await session.execute(text(statement), values)

    async def count(self, what: str, **values: Any) -> int:
        async with self.bot.services.database.reading() as session:
            return int((await session.execute(text(f"SELECT count(*) FROM {what}"), values)).scalar_one())

    async def recover(self, sender: Sender) -> None:
        """Another process, later: leases run out, and what is unknown is looked up."""
        self.clock.on_move.append(sender.settle)
        await self.clock.move_to(self.clock.now() + timedelta(seconds=1))

    def told(self) -> set[int]:
        return {int(each.name) for each in self.world.told.iterdir()}

    def said(self) -> Counter[str]:
        """How often each key stands in Slack."""
        team = self.sandbox.team
        everything = [each for channel in team.channels for each in team.history(channel).values()]
        return Counter(each.metadata["event_payload"]["key"] for each in everything if each.metadata)


@pytest.fixture
async def scene(database_url: str, tmp_path: Path) -> AsyncIterator[Scene]:
    clock = Clock()
    sandbox = Sandbox(None, manifest=MANIFEST, clock=clock)
    sandbox.rates.on = False
    told = tmp_path / "told"
    told.mkdir()
    async with serve(sandbox) as address:
        settings = Settings(
            _env_file=None,
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=f"{address}/api/",
            database_url=database_url,
        )
        async with built(settings, clock) as bot:
            yield Scene(bot, sandbox, clock, World(database_url, f"{address}/api/", sandbox.bot_token, told))


async def a_program(scene: Scene) -> Program:
    monday = NOW.date() - timedelta(days=NOW.weekday() + 63)
    return await running_program(scene.bot, start=monday, passed=("selection", "discovery", "foundation"))


async def test_a_post_is_said_once_wherever_its_sender_is_killed(scene: Scene) -> None:
    bot, keys, point = scene.bot, [], 0
    while point < MOST:
        made = await bot.front.slack.delivering.conversations_create(name=f"kill-{point}")
        post = Post(AgreementGiven(uuid4()), made["channel"]["id"], NOW)
        async with bot.services.database.writing() as session:
            await outbox.add(session, bot.workspace.id, post)
        keys.append(post.subject.key)
        if not await scene.kill(acts.deliver, point):
            break
        point += 1

    await scene.recover(Sender(bot.services, bot.front.slack, acts.saying(), name="next"))

    assert point > 10
    assert scene.said() == dict.fromkeys(keys, 1), "lost or doubled"
    assert await scene.count("posts WHERE state != 'posted'") == 0


async def test_a_vote_is_stored_whole_or_not_at_all_and_never_lost_once_acknowledged(scene: Scene) -> None:
    program, bot = await a_program(scene), scene.bot
    voters = [f"U{number}" for number in range(MOST)]
    poll = await a_poll(scene, program, NOW + timedelta(days=3), voters)
    point = 0
    while await scene.kill(
        acts.vote, point, workspace=bot.workspace.id, person=voters[point], value=f"{poll.id}/go/{poll.digest}"
    ):
        point += 1

    async with bot.services.database.reading() as session:
        stored = {vote.user for vote in (await votes.get(session, poll.id)).votes}
        entries = await audit.list_entries(session, program.id, limit=MOST)
    assert point > 10 and {voters[each] for each in scene.told()} <= stored, "an acknowledged vote is lost"
    assert voters[point] in stored
    whole = [await scene.count(each) for each in ("votes", "ballots", "audit_entries WHERE did = 'vote:cast'")]
    assert set(whole) == {len(stored)}, "half-written"
    raised = "posts WHERE key = :key AND wanted = :wanted"
    assert await scene.count(raised, key=VoteOpened(poll.id).key, wanted=1 + len(stored)) == 1, "half-written"
    check_chain(entries)


async def a_poll(scene: Scene, program: Program, closes_at: datetime, voters: list[str]) -> Poll:
    bot = scene.bot
    async with bot.services.database.writing() as session:
        standing = await standings.get(session, program)
        gate = standing.playbook.gate("go-no-go")
        asked = dict.fromkeys(voters, ("security",))
        poll = Poll(uuid4(), program.id, gate.key, asked, "d1", "U0PROGMGR", NOW, closes_at)
        await votes.add(session, poll, packets.plain(standing, gate))
        await outbox.add(session, bot.workspace.id, Post(VoteOpened(poll.id), in_channel(str(program.channel)), NOW))
    return poll


async def test_a_poll_is_closed_whole_or_not_at_all(scene: Scene) -> None:
    program, bot = await a_program(scene), scene.bot
    point, poll, polls = 0, None, 0
    while point < MOST:
        if poll is None or not await scene.count("polls WHERE closed_at IS NULL"):
            poll, polls = await a_poll(scene, program, NOW - timedelta(hours=1), ["U0SECURIT"]), polls + 1
        if not await scene.kill(acts.close, point):
            break
        await is_closed_whole(scene)
        point += 1

    await voting.close_due(bot.services)
    await is_closed_whole(scene)
    assert point > 10 and await scene.count("polls WHERE closed_at IS NOT NULL") == polls
    async with bot.services.database.reading() as session:
        check_chain(await audit.list_entries(session, program.id, limit=MOST))


async def is_closed_whole(scene: Scene) -> None:
    parts = (
        "polls WHERE closed_at IS NOT NULL", "polls WHERE closed_at IS NOT NULL AND tally IS NOT NULL",
        "audit_entries WHERE did = 'vote:close'", "posts WHERE subject = 'DecisionWanted'",
    )  # fmt: skip
    assert len({await scene.count(each) for each in parts}) == 1, "half-written"


async def test_a_signature_is_stored_whole_or_not_at_all_and_never_lost_once_acknowledged(scene: Scene) -> None:
    program, bot = await a_program(scene), scene.bot
    open_: dict[UUID, SignOff] = {}
    point = 0
    while point < MOST:
        if not open_:
            open_ = await ask_all(scene, program)
        sign_off, seen = next(iter(open_.values())), await what_is_seen(scene, program, next(iter(open_.values())))
        died = await scene.kill(
            acts.sign, point, workspace=bot.workspace.id, person=sign_off.user, form={"answer": "approved"},
            carries={"sign_off": str(sign_off.id), "digest": seen},
        )  # fmt: skip
        async with bot.services.database.reading() as session:
            is_signed = (await sign_offs.get(session, sign_off.id)).signed_at is not None
        assert is_signed or point not in scene.told(), "an acknowledged signature is lost"
        if is_signed:
            del open_[sign_off.id]
        parts = ("sign_offs WHERE signed_at IS NOT NULL", "signatures", "audit_entries WHERE did LIKE 'sign-off:app%'")
        assert len({await scene.count(each) for each in parts}) == 1, "half-written"
        if not died:
            break
        point += 1

    assert point > 10 and is_signed
    async with bot.services.database.reading() as session:
        check_chain(await audit.list_entries(session, program.id, limit=MOST))


async def ask_all(scene: Scene, program: Program) -> dict[UUID, SignOff]:
    """Everyone who signs at the gate is asked; who signed before is asked again."""
    database = scene.bot.services.database
    async with database.writing() as session:
        standing = await standings.get(session, program)
        made = {}
        await session.execute(text("UPDATE sign_offs SET state = 'withdrawn' WHERE state != 'withdrawn'"))
        for role in standing.playbook.gate("go-no-go").signers:
            asked = SignOff(uuid4(), program.id, "go-no-go", role, standing.holders[role][0], "U0PROGMGR", NOW)
            await sign_offs.add(session, asked)
            made[asked.id] = asked
    return made


async def what_is_seen(scene: Scene, program: Program, sign_off: SignOff) -> str:
    async with scene.bot.services.database.reading() as session:
        standing = await standings.get(session, program)
    return digest(standing, standing.playbook.gate(sign_off.gate), sign_off.role)


async def test_a_program_is_set_up_once_wherever_its_first_steps_are_killed(scene: Scene) -> None:
    bot, begun, point = scene.bot, [], 0
    template = await a_program(scene)
    while point < MOST:
        program = replace(template, id=uuid4(), code=f"K{point}", channel=None, channel_name=f"killed-{point}")
        begun.append(await a_start(scene, program))
        await scene.run("UPDATE posts SET lease_until = 0")  # the next process takes up at once what was left
        if not await scene.kill(acts.deliver_steps, point):
            break
        point += 17

    await scene.recover(Sender(bot.services, bot.front.slack, bot.sender.table, name="next"))

    assert point > 100, "all of it was reached"
    said, channels = scene.said(), scene.sandbox.team.channels.values()
    for program in begun:
        made = [channel for channel in channels if channel.name.startswith(program.channel_name)]
        assert len([one for one in made if one.name == program.channel_name]) == 1
        assert said[Plan(program.id).key] == 1, "lost or doubled"
        dressed = next(one for one in made if one.name == program.channel_name)
        assert len(dressed.bookmarks) == len(dressed.pins) == 1
    assert max(said.values()) == 1 and await scene.count("posts WHERE state NOT IN ('posted', 'skipped')") == 0


async def a_start(scene: Scene, program: Program) -> Program:
    """Started, and its channel not made yet."""
    bot = scene.bot
    async with bot.services.database.writing() as session:
        number = await use_cases.next_number(session, bot.workspace.id)
        case = await use_cases.get(session, bot.workspace.id, program.use_case)
        program = replace(program, use_case=uuid4())
        await use_cases.add(session, bot.workspace.id, replace(case, id=program.use_case, number=number))
        await programs.add(session, bot.workspace.id, program, next_due_at=None)
        for user in ("U0SPONSOR", "U0SECURIT"):
            await people.appoint(session, bot.workspace.id, program.id, "sponsor", [user], by=user, now=NOW)
        step = Post(ChannelMade(program.id), in_channel(f"step:{program.id}"), NOW)
        await outbox.add(session, bot.workspace.id, step)
    return program


def check_chain(entries: list[Any]) -> None:
    """Newest first, as they are listed."""
    before = GENESIS
    for number, entry in enumerate(reversed(entries), start=1):
        assert (entry.seq, entry.prev) == (number, before)
        before = entry.hash
