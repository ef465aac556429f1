"""The vote at a gate: opened, cast, closed at its deadline or with the last voter, and kept current in its poll."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import links, people, programs
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import packets, polls, schedule, votes
from program.audit import BOT, Actor
from program.people import holders
from program.playbook import Gate
from program.posts import DecisionWanted, Home, Post, ReasonGiven, Subject, VoteAsked, VoteOpened, in_program, to_person
from program.programs import Program
from program.standings import Standing
from program.votes import Poll, Vote
from storage import audit, outbox, playbooks, standings
from storage import people as stored_people
from storage import programs as stored_programs
from storage import votes as stored
from storage.database import Session
from storage.votes import Booth
from templates import packets as shown_packets
from templates import votes as shown
from templates.blocks import Message, done, section


def register(table: Dispatch) -> None:
    table.command("vote", show, help="Open the next vote, or see the one under way and your part in it", may="gate:see")
    table.action(shown.OPEN, open_form)
    table.action(shown.CAST, cast)
    table.action(shown.SHOW, open_ballot)
    table.view(shown.OPEN, open_poll)
    table.view(shown.BALLOT, cast_with_reason)
    table.render(VoteOpened, vote_opened)
    table.render(VoteAsked, vote_asked)
    table.render(ReasonGiven, reason_given)


# --- open ---------------------------------------------------------------------------------------------------------


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    """The vote under way, or the form that opens the next one."""
    async with services.database.reading() as session:
        standing = await standings.get(session, await programs.find(session, asked))
        playbook, id = standing.playbook, standing.program.id
        await people.check_may(session, asked, "gate:see", id, playbook=playbook)
        gate = polls.vote_ahead(standing)
        poll = standing.poll(gate)
        if waits := poll if poll and (poll.is_open or polls.undecided(standing, gate)) else None:
            found = await outbox.find_message(session, asked.workspace, VoteOpened(waits.id).key)
            names = await list_names(session, asked.workspace, standing)
        else:
            await people.check_may(session, asked, "vote:open", id, playbook=playbook)
    if waits is None:
        await _open_form(asked, standing, gate, services.clock.now())
        return
    link = await links.to_message(asked, found)
    message = shown.under_way(standing, waits, user=asked.person, link=link, names=names)
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    """From the button of a gate, which carries the program and the gate."""
    program, _, gate = asked.value.partition("/")
    async with services.database.reading() as session:
        standing = await standings.get(session, await stored_programs.get(session, asked.workspace, as_id(program)))
        await people.check_may(session, asked, "vote:open", standing.program.id, playbook=standing.playbook)
    await _open_form(asked, standing, standing.playbook.gate(gate), services.clock.now())


async def _open_form(asked: Asked, standing: Standing, gate: Gate, now: datetime) -> None:
    polls.check_opens(standing, gate)
    await asked.open(shown.opening(standing, gate, closes_at=polls.suggested_close(standing, gate, now)))


async def open_poll(ack: Ack, asked: Asked, services: Services) -> None:
    now, workspace = services.clock.now(), asked.workspace

    async with services.database.writing() as session:
        program = await stored_programs.get(session, workspace, asked.about_id("program"))
        standing = await standings.get(session, program)
        await people.check_may(session, asked, "vote:open", program.id, playbook=standing.playbook)
        gate = standing.playbook.gate(asked.about["gate"])
        closes_at = asked.form.moment("closes_at")
        poll = polls.open_poll(standing, gate, id=uuid4(), closes_at=closes_at, by=asked.person, now=now)
        packet = packets.plain(standing, gate)
        await stored.add(session, poll, packet)
        names = await list_names(session, workspace, standing)
        parts = len(shown_packets.pages(packet, standing, gate, names))
        await outbox.add(session, workspace, *_announced(program, poll, parts, now))
        await outbox.refresh(session, workspace, *_seen_by(poll.electorate), *_prompt(standing, now))
        opened = replace(standing, polls=(*standing.polls, poll))
        if due := schedule.next_due(opened, now):
            await stored_programs.look_by(session, program.id, due)
        await audit.note(
            session, asked.by, did="vote:open", to=_named(program, gate), at=now, program=program.id, after=poll
        )

    await ack(response_action="update", view=shown.opened(standing, poll))


def _announced(program: Program, poll: Poll, parts: int, now: datetime) -> list[Post]:
    """The poll, and the packet in its thread."""
    to, opened = program.channel or in_program(program.id), VoteOpened(poll.id)
    replies = [Post(VoteAsked(poll.id, part), to, now, thread_of=opened) for part in range(parts)]
    return [Post(opened, to, now), *replies]


# --- cast ---------------------------------------------------------------------------------------------------------


async def cast(ack: Ack, asked: Asked, services: Services) -> None:
    """One click in the poll. Nothing is asked of Slack before the answer, and nothing read that is not needed."""
    poll, choice, digest = (*asked.value.split("/"), "", "")[:3]
    vote = Vote(asked.person, choice, None, digest, services.clock.now())
    await ack(text=await _cast(asked, services, as_id(poll), vote))


async def open_ballot(ack: Ack, asked: Asked, services: Services) -> None:
    """For the answers that need a reason, and wherever the poll is out of sight."""
    id, choice, _ = (*asked.value.split("/"), "", "")[:3]
    now = services.clock.now()
    async with services.database.reading() as session:
        standing, poll = await find_poll(session, asked.workspace, as_id(id))
        gate = standing.playbook.gate(poll.gate)
        may_vote = asked.person in poll.electorate
        votes.check_asked(may_vote=may_vote, closed=not poll.is_open, closes_at=poll.closes_at, now=now)
        names = await list_names(session, asked.workspace, standing)
        changed = packets.changes(await stored.packet(session, poll.id), standing, gate)
    await asked.open(
        shown.ballot(standing, poll, user=asked.person, choice=choice or None, names=names, changes=changed)
    )


async def cast_with_reason(ack: Ack, asked: Asked, services: Services) -> None:
    choice, reason = asked.form.choice("choice") or "", asked.form.text("reason")
    vote = Vote(asked.person, choice, reason, asked.about["digest"], services.clock.now())
    text = await _cast(asked, services, asked.about_id("poll"), vote)
    await ack(response_action="update", view=done("Your vote", Message(text, [section(text)])))


async def _cast(asked: Asked, services: Services, poll: UUID, vote: Vote) -> str:
    """Stores the vote, and closes the poll where nobody else is missing; returns what to tell the voter."""
    async with services.database.writing() as session:
        booth = await stored.enter(session, asked.workspace, poll, asked.person)
        playbook = await playbooks.get(session, booth.playbook)
        gate = playbook.gate(booth.gate)
        votes.check_vote(
            gate=gate, choice=vote.choice, reason=vote.reason, may_vote=booth.may_vote, closed=booth.closed,
            closes_at=booth.closes_at, now=vote.at,
        )  # fmt: skip
        if not votes.is_repeated(vote, booth.before):
            await _store(session, asked, poll, booth, gate, vote)
    decider = playbook.role(gate.decider).title
    return shown.cast(gate, vote.choice, decider=decider, closes_at=booth.closes_at, is_over=not booth.left)


async def _store(session: Session, asked: Asked, poll: UUID, booth: Booth, gate: Gate, vote: Vote) -> None:
    ballot = uuid4()
    await stored.cast(session, poll, vote, ballot=ballot)
    if vote.reason or (booth.before and booth.before.reason):  # who reads the thread should not miss a change of mind
        program = await stored_programs.get(session, asked.workspace, booth.program)
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(ReasonGiven(ballot), to, vote.at, VoteOpened(poll)))
    closed = None if booth.left else await _close(session, asked.workspace, poll, gate, vote.at)
    if closed is None:
        await outbox.refresh(session, asked.workspace, VoteOpened(poll), Home(asked.person))
    to = f"{booth.code} {gate.title}"
    await audit.note(
        session, asked.by, did="vote:cast", to=to, at=vote.at, program=booth.program, before=booth.before, after=vote
    )
    if closed:
        await _note_closed(session, asked.workspace, closed, to)


# --- close --------------------------------------------------------------------------------------------------------


async def close_due(services: Services) -> None:
    """Close the polls whose deadline has passed, each in a transaction of its own."""
    now = services.clock.now()
    async with services.database.reading() as session:
        due = await stored.due(session, now)
    for workspace, id in due:
        async with services.database.writing() as session:
            poll = await stored.lock(session, id)
            if not poll.is_open or not votes.is_over(poll, now):
                continue
            program = await stored_programs.get(session, workspace, poll.program)
            gate = (await playbooks.get(session, program.playbook)).gate(poll.gate)
            await _note_closed(
                session, workspace, await _close(session, workspace, id, gate, now), _named(program, gate)
            )


async def _close(session: Session, workspace: UUID, id: UUID, gate: Gate, now: datetime) -> Poll:
    """The tally announced is the tally stored: nobody votes while the poll is held."""
    poll = votes.close(await stored.lock(session, id), options=[option.key for option in gate.options], now=now)
    await stored.save_closed(session, poll)
    deciders = holders(gate.decider, await stored_people.list_appointments(session, poll.program))
    await outbox.add(
        session, workspace, *(Post(DecisionWanted(poll.id, user), to_person(user), now) for user in deciders)
    )
    await outbox.refresh(session, workspace, VoteOpened(poll.id), *_seen_by({*poll.electorate, *deciders}))
    return poll


async def _note_closed(session: Session, workspace: UUID, poll: Poll, to: str) -> None:
    assert poll.closed_at is not None  # noqa: S101 - it was closed a line above
    after = {"poll": poll.id, "tally": poll.tally, "absent": poll.missing}
    by = Actor(workspace, BOT, "the vote's end")
    await audit.note(session, by, did="vote:close", to=to, at=poll.closed_at, program=poll.program, after=after)


# --- what the sender says -----------------------------------------------------------------------------------------


async def vote_opened(session: Session, workspace: UUID, subject: VoteOpened, now: datetime) -> Message:
    standing, poll = await find_poll(session, workspace, subject.poll)
    gate = standing.playbook.gate(poll.gate)
    changed = packets.changes(await stored.packet(session, poll.id), standing, gate)
    return shown.poll(standing, poll, names=await list_names(session, workspace, standing), changes=changed)


async def vote_asked(session: Session, workspace: UUID, subject: VoteAsked, now: datetime) -> Message | None:
    standing, poll = await find_poll(session, workspace, subject.poll)
    gate = standing.playbook.gate(poll.gate)
    names = await list_names(session, workspace, standing)
    pages = shown_packets.pages(await stored.packet(session, poll.id), standing, gate, names)
    return shown_packets.asked(poll, subject.part, pages)


async def reason_given(session: Session, workspace: UUID, subject: ReasonGiven, now: datetime) -> Message:
    id, vote, before = await stored.get_ballot(session, subject.ballot)
    standing, poll = await find_poll(session, workspace, id)
    return shown.reason(standing, poll, vote, before)


# --- shared with decisions ----------------------------------------------------------------------------------------


async def find_poll(session: Session, workspace: UUID, id: UUID) -> tuple[Standing, Poll]:
    """A poll of this workspace, and where its program stands."""
    poll = await stored.get(session, id)
    return await standings.get(session, await stored_programs.get(session, workspace, poll.program)), poll


async def list_names(session: Session, workspace: UUID, standing: Standing) -> dict[str, str]:
    """The names of all whom the evidence may mention."""
    users = {each.user for each in standing.appointments}
    users |= {risk.owner for risk in standing.risks if risk.owner}
    users |= {each.user for each in standing.sign_offs}
    users |= {each.owner for signed in standing.sign_offs for each in signed.conditions}
    users |= {user for poll in standing.polls for user in poll.electorate}
    return {user: person.name for user, person in (await stored_people.list_known(session, workspace, users)).items()}


def _seen_by(users: Iterable[str]) -> list[Subject]:
    return [Home(user) for user in users]


def _prompt(standing: Standing, now: datetime) -> list[Subject]:
    prompt = schedule.latest_prompt(standing.program, standing.playbook.cadence, now)
    return [prompt] if prompt else []


def _named(program: Program, gate: Gate) -> str:
    return f"{program.code} {gate.title}"
