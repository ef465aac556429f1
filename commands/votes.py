"""The votes of a poll: cast, changed, and closed at its deadline or with the last voter."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import people, recusals
from commands.dispatch import Ack, Dispatch
from commands.polls import find_poll, list_names
from commands.services import Asked, Services, as_id
from program import outcomes, packets, votes
from program.audit import BOT, Actor
from program.playbook import Gate
from program.posts import (
    DecisionWanted,
    Home,
    Post,
    ReasonGiven,
    VetoLifted,
    VoteOpened,
    in_program,
    to_person,
)
from program.programs import Program
from program.standings import Standing
from program.votes import Poll, Vote
from storage import audit, outbox, playbooks, standings
from storage import programs as stored_programs
from storage import votes as stored
from storage.database import Session
from storage.votes import Booth
from templates import votes as shown
from templates.blocks import Message, View, done, section


def register(table: Dispatch) -> None:
    table.action(shown.CAST, cast)
    table.action(shown.SHOW, open_ballot)
    table.action(shown.PICK, pick)
    table.view(shown.BALLOT, cast_with_reason)
    table.action(shown.OPEN_LIFT, open_lift)
    table.view(shown.LIFT, lift)
    table.render(VetoLifted, veto_lifted)
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
    await asked.open(await _ballot(asked, services, as_id(id), choice or None))


async def pick(ack: Ack, asked: Asked, services: Services) -> None:
    """Another answer: what it asks for is shown at once."""
    await asked.replace(await _ballot(asked, services, asked.about_id("poll"), asked.value or None))


async def _ballot(asked: Asked, services: Services, id: UUID, choice: str | None) -> View:
    now = services.clock.now()
    async with services.database.reading() as session:
        standing, poll = await find_poll(session, asked.workspace, id)
        gate = standing.playbook.gate(poll.gate)
        may_vote = asked.person in poll.electorate
        votes.check_asked(may_vote=may_vote, closed=not poll.is_open, closes_at=poll.closes_at, now=now)
        names = await list_names(session, asked.workspace, standing)
        changed = packets.changes(await stored.packet(session, poll.id), standing, gate)
    return shown.ballot(standing, poll, user=asked.person, choice=choice, names=names, changes=changed)


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
        if outcomes.effect(vote.choice, gate) == "recuse":
            await _stand_aside(session, asked, poll, gate, vote)
        elif not votes.is_repeated(vote, booth.before):
            await _store(session, asked, poll, booth, gate, vote)
    decider = playbook.role(gate.decider).title
    return shown.cast(gate, vote.choice, decider=decider, closes_at=booth.closes_at, is_over=not booth.left)


async def _stand_aside(session: Session, asked: Asked, poll: UUID, gate: Gate, vote: Vote) -> None:
    """Out of the vote, and of the signatures at this gate, with the reason on record (framework 3, Week 10)."""
    ballot = uuid4()
    await stored.record_ballot(session, poll, vote, ballot=ballot)
    standing, _ = await find_poll(session, asked.workspace, poll)
    await recusals.stand_aside(session, asked, standing, gate, vote.reason, vote.at)
    to = standing.program.channel or in_program(standing.program.id)
    await outbox.add(session, asked.workspace, Post(ReasonGiven(ballot), to, vote.at, VoteOpened(poll)))


async def _store(session: Session, asked: Asked, poll: UUID, booth: Booth, gate: Gate, vote: Vote) -> None:
    ballot = uuid4()
    await stored.cast(session, poll, vote, ballot=ballot)
    if not booth.hidden and (
        vote.reason or (booth.before and booth.before.reason)
    ):  # who reads the thread should not miss a change of mind
        program = await stored_programs.get(session, asked.workspace, booth.program)
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(ReasonGiven(ballot), to, vote.at, VoteOpened(poll)))
    closed = None if booth.left else await _close(session, asked.workspace, poll, gate, vote.at)
    told = (booth.before, vote) if not booth.hidden else (None, {"poll": poll, "answered": vote.user})
    if closed is None:
        await outbox.refresh(session, asked.workspace, VoteOpened(poll), Home(asked.person))
    to, by = f"{booth.code} {gate.title}", replace(asked.by, on_behalf_of=booth.acts_for)
    await audit.note(
        session, by, did="vote:cast", to=to, at=vote.at, program=booth.program, before=told[0], after=told[1]
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
    poll = votes.close(await stored.lock(session, id), options=[option.key for option in votes.counted(gate)], now=now)
    await stored.save_closed(session, poll)
    standing = await standings.get(session, await stored_programs.get(session, workspace, poll.program))
    if poll.hidden:
        to = standing.program.channel or in_program(poll.program)
        given = [ReasonGiven(ballot) for ballot in await stored.latest_ballots(session, id)]
        await outbox.add(session, workspace, *(Post(each, to, now, VoteOpened(id)) for each in given))
    deciders = standing.asked("decide", gate).get(gate.decider, ())
    await outbox.add(
        session, workspace, *(Post(DecisionWanted(poll.id, user), to_person(user), now) for user in deciders)
    )
    await outbox.refresh(session, workspace, VoteOpened(poll.id), *map(Home, {*poll.electorate, *deciders}))
    return poll


async def _note_closed(session: Session, workspace: UUID, poll: Poll, to: str) -> None:
    assert poll.closed_at is not None  # noqa: S101 - it was closed a line above
    after: dict[str, object] = {
        "poll": poll.id,
        "tally": poll.tally,
        "absent": poll.missing,
        "quorum": outcomes.has_quorum(poll),
    }
    if poll.hidden:
        after["votes"] = poll.votes
    by = Actor(workspace, BOT, "the vote's end")
    await audit.note(session, by, did="vote:close", to=to, at=poll.closed_at, program=poll.program, after=after)


# --- a veto -------------------------------------------------------------------------------------------------------


async def open_lift(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, poll = await find_poll(session, asked.workspace, asked.id)
    await asked.open(shown.lift(standing, poll, _own_vetoes(standing, poll, asked.person, reason="-")))


def _own_vetoes(standing: Standing, poll: Poll, user: str, *, reason: str | None) -> list[outcomes.Veto]:
    gate = standing.playbook.gate(poll.gate)
    holders = standing.asked("vote", gate)
    return outcomes.check_lift(outcomes.vetoes(standing.polls, gate), by=user, holders=holders, reason=reason)


async def lift(ack: Ack, asked: Asked, services: Services) -> None:
    """The veto stays on record, with who withdrew it and why; the decider can let the gate pass then."""
    now, why = services.clock.now(), asked.form.text("reason")
    async with services.database.writing() as session:
        await stored.lock(session, asked.about_id("poll"))
        standing, poll = await find_poll(session, asked.workspace, asked.about_id("poll"))
        gate, program = standing.playbook.gate(poll.gate), standing.program
        await people.check_may(session, asked, "vote:cast", program.id, playbook=standing.playbook)
        polls = {each.id: each for each in standing.polls}
        for id, user in {(each.poll, each.user) for each in _own_vetoes(standing, poll, asked.person, reason=why)}:
            before = polls[id].vote_of(user)
            assert before is not None  # noqa: S101 - the veto was found in it
            after = replace(before, lifted_at=now, lifted_by=asked.person, lifted_why=why)
            await stored.lift(session, after, id)
            to = program.channel or in_program(program.id)
            await outbox.add(session, asked.workspace, Post(VetoLifted(id, user), to, now, VoteOpened(id)))
            await audit.note(
                session, asked.by, did="vote:lift", to=_named(program, gate), at=now, program=program.id,
                before=before, after=after,
            )  # fmt: skip
        deciders = standing.asked("decide", gate).get(gate.decider, ())
        wanted = [DecisionWanted(poll.id, user) for user in deciders]
        await outbox.refresh(session, asked.workspace, VoteOpened(poll.id), *wanted)
    text = "Your veto is withdrawn. It stays on record, and the poll's thread says why."
    await ack(response_action="update", view=done("Veto withdrawn", Message(text, [section(text)])))


# --- what the sender says -----------------------------------------------------------------------------------------


async def reason_given(session: Session, workspace: UUID, subject: ReasonGiven, now: datetime) -> Message:
    id, vote, before = await stored.get_ballot(session, subject.ballot)
    standing, poll = await find_poll(session, workspace, id)
    return shown.reason(standing, poll, vote, before)


async def veto_lifted(session: Session, workspace: UUID, subject: VetoLifted, now: datetime) -> Message | None:
    standing, poll = await find_poll(session, workspace, subject.poll)
    vote = poll.vote_of(subject.user)
    return shown.lifted(standing, poll, vote) if vote and vote.lifted_at else None


def _named(program: Program, gate: Gate) -> str:
    return f"{program.code} {gate.title}"
