"""Polls: opened at a gate, kept current in the channel, and asking whoever holds a voting role."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import links, people, programs
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import packets, polls, schedule, surfaces, votes
from program.playbook import Gate
from program.posts import Home, Post, VoteAsked, VoteOpened, VoterAsked, in_program
from program.programs import Program
from program.recusals import recused
from program.standings import Standing
from program.votes import Poll
from storage import audit, outbox, standings
from storage import people as stored_people
from storage import programs as stored_programs
from storage import votes as stored
from storage.database import Session
from templates import packets as shown_packets
from templates import votes as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("vote", show, help="Open the next vote, or see the one under way and your part in it", may="gate:see")
    table.action(shown.OPEN, open_form)
    table.view(shown.OPEN, open_poll)
    table.render(VoteOpened, vote_opened)
    table.render(VoteAsked, vote_asked)
    table.render(VoterAsked, voter_asked)


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
        quorum = asked.form.number("quorum")
        poll = polls.open_poll(
            standing,
            gate,
            id=uuid4(),
            closes_at=closes_at,
            by=asked.person,
            now=now,
            quorum=None if quorum is None else int(quorum),
            hidden=asked.form.choice("counts") == "hidden",
        )
        packet = packets.frozen(standing, gate, now)
        await stored.add(session, poll, packet)
        names = await list_names(session, workspace, standing)
        parts = len(shown_packets.pages(packet, standing, gate, names))
        await outbox.add(session, workspace, *_announced(program, poll, parts, now))
        shown_in = [*map(Home, poll.electorate), *surfaces.of_prompt(standing, now)]
        await outbox.refresh(session, workspace, *shown_in)
        opened = replace(standing, polls=(*standing.polls, poll))
        if due := schedule.next_due(opened, now):
            await stored_programs.look_by(session, program.id, due)
        await audit.note(
            session,
            asked.by,
            did="vote:open",
            to=f"{program.code} {gate.title}",
            at=now,
            program=program.id,
            after=poll,
        )

    await ack(response_action="update", view=shown.opened(standing, poll))


def _announced(program: Program, poll: Poll, parts: int, now: datetime) -> list[Post]:
    """The poll, and the packet in its thread."""
    to, opened = program.channel or in_program(program.id), VoteOpened(poll.id)
    replies = [Post(VoteAsked(poll.id, part), to, now, thread_of=opened) for part in range(parts)]
    return [Post(opened, to, now), *replies]


async def reseat(session: Session, workspace: UUID, standing: Standing, now: datetime) -> None:
    """After a change of people: whoever holds a voting role now is asked in the polls that are open.

    Call it before anything else of that change is written, so that it waits for votes under way and they not for it.
    """
    for each in standing.polls:
        if not each.is_open:
            continue
        before, gate = await stored.lock(session, each.id), standing.playbook.gate(each.gate)
        aside = recused(standing.recusals, gate.key) & {vote.user for vote in before.votes}
        there = replace(before, votes=tuple(vote for vote in before.votes if vote.user not in aside))
        poll = votes.reseated(there, gate.voters, standing.asked("vote", gate), now=now)
        if not before.is_open or poll == before:
            continue
        if aside:
            await stored.take_out(session, poll.id, aside)
        await stored.save_electorate(session, poll)
        to, opened = standing.program.channel or in_program(standing.program.id), VoteOpened(poll.id)
        came = [user for user in poll.electorate if user not in before.electorate]
        await outbox.add(session, workspace, *(Post(VoterAsked(poll.id, user), to, now, opened) for user in came))
        await outbox.refresh(session, workspace, opened)


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


async def voter_asked(session: Session, workspace: UUID, subject: VoterAsked, now: datetime) -> Message | None:
    standing, poll = await find_poll(session, workspace, subject.poll)
    return shown.voter_asked(standing, poll, subject.user) if poll.is_open and subject.user in poll.missing else None


# --- shared with votes and decisions ----------------------------------------------------------------------------------


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
