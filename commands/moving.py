"""A program's channel lost and found again: who keeps the program is told how to mend it, or moves the program."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from commands import channels, people, programs
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import surfaces
from program.errors import Refused
from program.people import keeper
from program.posts import ChannelLost, ChannelMade, Plan, Post, VoteOpened, in_channel, to_person
from program.programs import Program, ProgramState, check_unfinished
from storage import audit, outbox, standings, workspaces
from storage import programs as stored
from storage.database import Session
from storage.deliveries import Row
from templates import programs as shown
from templates.blocks import Message

LOST = {"channel_archive": "is_archived", "channel_deleted": "channel_not_found", "channel_left": "not_in_channel"}
BARRED = {
    "restricted_action", "missing_scope", "method_not_supported_for_channel_type", "user_is_restricted",
    "too_many_convos_for_team",
}  # fmt: skip


def register(table: Dispatch) -> None:
    table.command(
        "channel",
        move_here,
        help="Make the channel you are in the program's own",
        may="program:move",
        in_program=False,
        example="/pilot channel CLAIMS",
    )
    for event in LOST:
        table.event(event, note_loss)
    table.event("channel_unarchive", say_what_waits)
    table.event("member_joined_channel", say_what_waits)
    table.failure(note_failure)
    table.render(ChannelLost, channel_lost)


async def note_loss(ack: Ack, asked: Asked, services: Services) -> None:
    why = LOST[str((asked.message or {}).get("type"))]
    async with services.database.writing() as session:
        program = await stored.find_in_channel(session, asked.workspace, asked.channel or "")
        if program and program.state is not ProgramState.FINISHED:
            await tell(session, asked.workspace, program, why, services.clock.now())


async def note_failure(session: Session, row: Row, error: str, now: datetime) -> None:
    """What no event told: the channel was lost while the bot was away, or Slack does not let it be made."""
    if error not in {*LOST.values(), *BARRED}:
        return
    if row.goes_to.startswith("step:"):
        program = await stored.get(session, row.workspace, UUID(row.goes_to.removeprefix("step:")))
    elif (found := await stored.find_in_channel(session, row.workspace, row.goes_to)) is not None:
        program = found
    else:
        return
    if program.state is not ProgramState.FINISHED:
        await tell(session, row.workspace, program, error, now)


async def tell(session: Session, workspace: UUID, program: Program, why: str, now: datetime) -> None:
    """Once a day for one reason, whatever else goes wrong for it; `why` is Slack's word."""
    told = keeper((await standings.get(session, program)).acting)
    if told:
        lost = ChannelLost(program.id, why, program.today(now))
        await outbox.add(session, workspace, Post(lost, to_person(told), now))


async def say_what_waits(ack: Ack, asked: Asked, services: Services) -> None:
    """Let back into a program's channel, the bot says there what it could not say meanwhile."""
    async with services.database.reading() as session:
        me = (await workspaces.get(session, asked.workspace)).bot_user
        program = await stored.find_in_channel(session, asked.workspace, asked.channel or "")
    came = asked.person == me or (asked.message or {}).get("type") == "channel_unarchive"
    if program and came:
        async with services.database.writing() as session:
            await _try_again(session, asked.workspace, program)


async def _try_again(session: Session, workspace: UUID, program: Program) -> None:
    await outbox.retry(session, workspace, program.channel or "", f"step:{program.id}")


async def move_here(ack: Ack, asked: Asked, services: Services) -> None:
    """For a program whose channel is lost, could not be made, or is not where its people are."""
    now = services.clock.now()
    if not channels.is_channel(asked.channel):
        raise Refused("This is a direct message: write it in the channel that the program should have.")
    await channels.check_usable(asked, asked.channel)

    async with services.database.writing() as session:
        program = await programs.find(session, asked)
        standing = await standings.get(session, program)
        await people.check_may(session, asked, "program:move", program.id, playbook=standing.playbook)
        check_unfinished(program)
        moved = replace(program, channel=asked.channel, people_round=program.people_round + 1)
        await channels.check_free(session, asked.workspace, moved)
        if program.channel == moved.channel:
            await _try_again(session, asked.workspace, program)
        else:
            await stored.save(session, asked.workspace, moved)
            if program.channel:
                polls = [VoteOpened(poll.id) for poll in standing.polls if poll.is_open]
                anew = [Plan(program.id), *surfaces.of_prompt(standing, now), *polls]
                await outbox.move(session, asked.workspace, old=program.channel, new=asked.channel, anew=anew)
            step = Post(ChannelMade(program.id), in_channel(f"step:{program.id}"), now)
            await outbox.show(session, asked.workspace, step)
            await audit.note(
                session, asked.by, did="program:move", to=program.code, at=now, program=program.id,
                before={"channel": program.channel}, after={"channel": moved.channel},
            )  # fmt: skip

    message = shown.moved(moved, is_new=program.channel != moved.channel)
    await ack(text=message.text, blocks=message.blocks)


async def channel_lost(session: Session, workspace: UUID, subject: ChannelLost, now: datetime) -> Message:
    return shown.channel_lost(await stored.get(session, workspace, subject.program), subject.why)
