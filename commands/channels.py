"""A program's channel: made or joined, filled with its people, and dressed with the plan. Each step may be repeated."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeGuard
from uuid import UUID

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from commands.dispatch import Dispatch, NotYet
from commands.services import Asked, Services
from program import scores
from program.audit import BOT, Actor
from program.errors import Refused
from program.hand_overs import in_hands
from program.owing import expected_of
from program.posts import (
    BusinessCase,
    ChannelDressed,
    ChannelMade,
    ExampleOffered,
    PeopleInvited,
    Plan,
    Post,
    RoleGiven,
    in_channel,
    to_person,
)
from program.programs import CHANNEL_NAME_LENGTH, Program, ProgramState
from program.visibility import Visibility
from storage import audit, outbox, people, programs, selections, standings, use_cases, workspaces
from storage.database import Session
from templates import business_cases
from templates import programs as shown
from templates.blocks import Message, shortened

MOST_NAMES = 20  # tries before a name is given up
TOPIC = 250
A_MOMENT = timedelta(seconds=1)  # those who hold one role are a little apart, in their order
STAYS_OUT = {
    "already_in_channel", "cant_invite_self", "user_not_found", "user_is_restricted", "user_is_ultra_restricted",
    "ura_max_channels", "user_team_not_in_channel", "cant_invite", "account_inactive", "user_disabled",
}  # fmt: skip


def register(table: Dispatch) -> None:
    table.step(ChannelMade, make_channel)
    table.step(PeopleInvited, invite_people)
    table.step(ChannelDressed, dress_channel)
    table.render(Plan, plan)
    table.render(BusinessCase, business_case)
    table.render(RoleGiven, role_given)


def is_channel(id: str | None) -> TypeGuard[str]:
    """Rather than a direct message."""
    return bool(id) and str(id).startswith(("C", "G"))


async def check_usable(asked: Asked, channel: str) -> None:
    """Refuse a channel that the bot cannot work in; asks Slack, so before any transaction."""
    try:
        found = (await asked.slack.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        refusal = REFUSALS.get(error.response.get("error", ""))
        if refusal is None:
            raise
        raise Refused(refusal, field="channel") from error
    if found.get("is_archived"):
        raise Refused("This channel is archived: unarchive it first, or use another one.", field="channel")
    if found.get("is_im") or found.get("is_mpim"):
        raise Refused("This is a direct message: a program lives in a channel.", field="channel")


REFUSALS = {
    "channel_not_found": "I am not in this private channel: write `/invite @Pilot` in it, then try again.",
    "missing_scope": "I may not work in private channels in this workspace: use a public one.",
}


async def check_free(session: Session, workspace: UUID, program: Program) -> None:
    """Refuse another program's channel: what is asked for in a channel must be clear from where it is asked."""
    other = await programs.find_in_channel(session, workspace, program.channel or "")
    if other and other.id != program.id and other.state is not ProgramState.FINISHED:
        named = other.code if other.visibility is Visibility.WORKSPACE else "another program"
        raise Refused(f"This is the channel of {named} already: use another one.", field="channel")


async def make_channel(slack: AsyncWebClient, services: Services, workspace: UUID, subject: ChannelMade) -> None:
    """Also enters the channel that the program was moved to since."""
    async with services.database.reading() as session:
        program = await programs.get(session, workspace, subject.program)
    if program.channel:
        await enter(slack, program.channel)
    channel = program.channel or await _created(slack, services, workspace, program)

    now = services.clock.now()
    async with services.database.writing() as session:
        current = await programs.get(session, workspace, program.id)
        if current.channel != program.channel:
            raise NotYet  # it was moved meanwhile: the next try enters that channel
        if current.channel is None and await programs.find_in_channel(session, workspace, channel):
            raise NotYet  # another program took it up a moment ago: the next try finds another name
        program = replace(current, channel=channel)
        await programs.save(session, workspace, program)
        await outbox.found_channel(session, program.id, channel)
        appointed = await people.list_appointments(session, program.id)
        with_the_start = (program.started_at or now) + A_MOMENT  # whoever comes later is told as they come
        first = {each.user for each in appointed if each.since < with_the_start}
        use_case = await use_cases.get(session, workspace, program.use_case)
        offer = Post(ExampleOffered(program.id), in_channel(channel), now, thread_of=Plan(program.id))
        offers = [offer] if use_case.example else []
        await outbox.add(
            session,
            workspace,
            Post(PeopleInvited(program.id, program.people_round), in_channel(f"step:{program.id}"), now),
            Post(BusinessCase(program.id), in_channel(channel), now, thread_of=Plan(program.id)),
            *offers,
            *(Post(RoleGiven(program.id, user, 0), to_person(user), now) for user in sorted(first)),
        )
        await outbox.show(
            session,
            workspace,
            Post(ChannelDressed(program.id), in_channel(f"step:{program.id}"), now),
            Post(Plan(program.id), in_channel(channel), now),
        )
        if current.channel is None:
            by = Actor(workspace, BOT, "the program's start")
            await audit.note(
                session, by, did="program:channel", to=program.code, at=now, program=program.id,
                after={"channel": channel},
            )  # fmt: skip


async def enter(slack: AsyncWebClient, channel: str) -> None:
    """Nobody can join a private channel; where the bot was invited it is in already."""
    if not (await slack.conversations_info(channel=channel))["channel"].get("is_member"):
        await slack.conversations_join(channel=channel)


async def _created(slack: AsyncWebClient, services: Services, workspace: UUID, program: Program) -> str:
    """A new channel; one of that name that the bot made a moment ago, before it was killed, is taken up again."""
    is_private = program.visibility is Visibility.MEMBERS
    for number in range(1, MOST_NAMES):
        name = program.channel_name if number == 1 else f"{program.channel_name[: CHANNEL_NAME_LENGTH - 3]}-{number}"
        try:
            made = await slack.conversations_create(name=name, is_private=is_private)
        except SlackApiError as error:
            if error.response.get("error") != "name_taken":
                raise
            if found := await _unclaimed(slack, services, workspace, name, is_private=is_private):
                return found
            continue
        return str(made["channel"]["id"])
    raise Refused(f"Twenty channels are called {program.channel_name} already: choose another name.")


async def _unclaimed(
    slack: AsyncWebClient, services: Services, workspace: UUID, name: str, *, is_private: bool
) -> str | None:
    """The channel of this name, if the bot made it and no program has it."""
    async with services.database.reading() as session:
        me = (await workspaces.get(session, workspace)).bot_user
    cursor, kind = "", "private_channel" if is_private else "public_channel"
    while True:
        page = await slack.conversations_list(limit=200, cursor=cursor, types=kind, exclude_archived=True)
        for channel in page["channels"]:
            if channel["name"] == name and channel.get("creator") == me:
                async with services.database.reading() as session:
                    taken = await programs.find_in_channel(session, workspace, channel["id"])
                return None if taken else str(channel["id"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


async def invite_people(slack: AsyncWebClient, services: Services, workspace: UUID, subject: PeopleInvited) -> None:
    """All at once; where one of them cannot come, one by one, so that they keep nobody else out."""
    async with services.database.reading() as session:
        program = await programs.get(session, workspace, subject.program)
        holders = {each.user for each in await people.list_appointments(session, program.id)}
    if program.channel is None:
        raise NotYet
    inside = (await slack.conversations_members(channel=program.channel, limit=1000))["members"]
    outside = sorted(holders - set(inside))
    for users in [outside, *([user] for user in outside)] if outside else ():
        try:
            await slack.conversations_invite(channel=program.channel, users=",".join(users))
        except SlackApiError as error:
            if error.response.get("error") not in STAYS_OUT:
                raise
        else:
            if users == outside:
                return


async def dress_channel(slack: AsyncWebClient, services: Services, workspace: UUID, subject: ChannelDressed) -> None:
    """The topic where there is none, and the plan pinned and bookmarked; what is there already stays."""
    async with services.database.reading() as session:
        program = await programs.get(session, workspace, subject.program)
        found = await outbox.find_message(session, workspace, Plan(program.id).key)
        state = await outbox.state_of(session, workspace, Plan(program.id).key)
    if state is outbox.State.FAILED:
        raise Refused("There is no plan to pin: it could not be posted.")
    if found is None or found[0] != program.channel:
        raise NotYet
    channel, ts = found
    if not ((await slack.conversations_info(channel=channel))["channel"].get("topic") or {}).get("value"):
        await slack.conversations_setTopic(channel=channel, topic=shortened(f"{program.code}: {program.title}", TOPIC))
    try:
        await slack.pins_add(channel=channel, timestamp=ts)
    except SlackApiError as error:
        if error.response.get("error") != "already_pinned":
            raise
    link = str((await slack.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    kept = (await slack.bookmarks_list(channel_id=channel))["bookmarks"]
    if all(each.get("link") != link for each in kept):
        await slack.bookmarks_add(channel_id=channel, title="The plan", type="link", link=link)


# --- what the sender says -----------------------------------------------------------------------------------------


async def plan(session: Session, workspace: UUID, subject: Plan, now: datetime) -> Message:
    return shown.plan(await standings.get(session, await programs.get(session, workspace, subject.program)))


async def business_case(session: Session, workspace: UUID, subject: BusinessCase, now: datetime) -> Message:
    program = await programs.get(session, workspace, subject.program)
    playbook = (await standings.get(session, program)).playbook
    use_case = await use_cases.get(session, workspace, program.use_case)
    selection = await selections.latest_of(session, workspace, use_case.id)
    return business_cases.business_case(use_case, selection, playbook, scores.score(use_case, playbook))


async def role_given(session: Session, workspace: UUID, subject: RoleGiven, now: datetime) -> Message | None:
    """Nothing, where the role was taken back before this could be said."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    roles = [role for role in standing.playbook.roles if subject.user in standing.appointed[role.key]]
    first = expected_of({role.key for role in roles}, standing, now)
    return shown.role_given(standing, roles, first, now, in_hands(standing, subject.user)) if roles else None
