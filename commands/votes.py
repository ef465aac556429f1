"""The votes of a poll: cast, changed, and closed at its deadline or with the last voter."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands.dispatch import Ack, Dispatch
from commands.polls import find_poll, list_names
from commands.services import Asked, Services, as_id
from program import packets, votes
from program.audit import BOT, Actor
from program.playbook import Gate
from program.posts import (
    DecisionWanted,
    Home,
    Post,
    ReasonGiven,
    VoteOpened,
    in_program,
    to_person,
)
from program.programs import Program
from program.votes import Poll, Vote
from storage import audit, outbox, playbooks, standings
from storage import programs as stored_programs
from storage import votes as stored
from storage.database import Session
from storage.votes import Booth
from templates import votes as shown
from templates.blocks import Message, done, section


def register(table: Dispatch) -> None:
    table.action(shown.CAST, cast)
    table.action(shown.SHOW, open_ballot)
    table.view(shown.BALLOT, cast_with_reason)
    table.render(ReasonGiven, reason_given)


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
    to, by = f"{booth.code} {gate.title}", replace(asked.by, on_behalf_of=booth.acts_for)
    await audit.note(
        session, by, did="vote:cast", to=to, at=vote.at, program=booth.program, before=booth.before, after=vote
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
    standing = await standings.get(session, await stored_programs.get(session, workspace, poll.program))
    deciders = standing.asked("decide", gate).get(gate.decider, ())
    await outbox.add(
        session, workspace, *(Post(DecisionWanted(poll.id, user), to_person(user), now) for user in deciders)
    )
    await outbox.refresh(session, workspace, VoteOpened(poll.id), *map(Home, {*poll.electorate, *deciders}))
    return poll


async def _note_closed(session: Session, workspace: UUID, poll: Poll, to: str) -> None:
    assert poll.closed_at is not None  # noqa: S101 - it was closed a line above
    after = {"poll": poll.id, "tally": poll.tally, "absent": poll.missing}
    by = Actor(workspace, BOT, "the vote's end")
    await audit.note(session, by, did="vote:close", to=to, at=poll.closed_at, program=poll.program, after=after)


# --- what the sender says -----------------------------------------------------------------------------------------


async def reason_given(session: Session, workspace: UUID, subject: ReasonGiven, now: datetime) -> Message:
    id, vote, before = await stored.get_ballot(session, subject.ballot)
    standing, poll = await find_poll(session, workspace, id)
    return shown.reason(standing, poll, vote, before)


def _named(program: Program, gate: Gate) -> str:
    return f"{program.code} {gate.title}"
