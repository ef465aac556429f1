"""The decision after a vote: the decider's alone; what it does to the program; and all decisions on record."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import lapses, people, programs
from commands.condition_inputs import read_conditions
from commands.dispatch import Ack, Dispatch
from commands.gates import showing
from commands.polls import find_poll, list_names
from commands.selections import offer_backup
from commands.services import Asked, Services, as_id
from program import decisions
from program import programs as rules
from program.decisions import RESUMED, REVIEW_MOVED, Decision
from program.errors import Refused
from program.grounds import grounds
from program.playbook import Gate
from program.posts import (
    DecisionRecorded,
    DecisionWanted,
    Post,
    ProgramResumed,
    VoteOpened,
    in_program,
)
from program.programs import Program, ProgramState
from program.standings import PassedGate, Standing
from program.votes import Poll
from storage import audit, outbox, standings
from storage import decisions as stored
from storage import gates as stored_gates
from storage import programs as stored_programs
from storage.database import Session
from templates import decisions as shown
from templates.blocks import Message, done, section
from templates.votes import DECIDE


def register(table: Dispatch) -> None:
    table.command("decisions", show, help="What was decided, why, by whom, on which conditions", may="gate:see")
    table.command("resume", open_resume, help="Take up a paused program again", may="program:resume")
    table.action(DECIDE, open_form)
    table.action(shown.MORE, add_condition)
    table.action(shown.PAGE_OF, turn_page)
    table.view(shown.RECORD, record)
    table.view(shown.RESUME, resume)
    table.render(DecisionWanted, decision_wanted)
    table.render(DecisionRecorded, decision_recorded)
    table.render(ProgramResumed, program_resumed)


# --- decide -------------------------------------------------------------------------------------------------------


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, poll = await find_poll(session, asked.workspace, asked.id)
        await _check_decides(session, asked, standing, poll)
        names = await list_names(session, asked.workspace, standing)
    await asked.open(shown.form(standing, poll, names))


async def add_condition(ack: Ack, asked: Asked, services: Services) -> None:
    """One more to fill in; what was typed into the others stays."""
    poll_id, _, count = asked.value.partition("/")
    async with services.database.reading() as session:
        standing, poll = await find_poll(session, asked.workspace, as_id(poll_id))
        await _check_decides(session, asked, standing, poll)
        names = await list_names(session, asked.workspace, standing)
    await asked.replace(shown.form(standing, poll, names, conditions=int(count)))


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now, workspace = services.clock.now(), asked.workspace
    conditions = list(read_conditions(asked.form, shown.MOST_CONDITIONS))
    await people.meet(asked, services, [each.owner for each in conditions])

    async with services.database.writing() as session:
        before, poll = await find_poll(session, workspace, asked.about_id("poll"))
        gate = before.playbook.gate(poll.gate)
        await _check_decides(session, asked, before, poll)
        chosen = {f"owner-{number}": [each.owner] for number, each in enumerate(conditions, start=1)}
        await people.check_holders(session, asked, chosen)
        decision = Decision(
            uuid4(), before.program.id, gate.key, poll.id, asked.form.choice("choice") or "",
            asked.form.text("reason"), tuple(conditions), asked.person, now, asked.about["digest"],
            answers=_answers(asked, gate), review_on=asked.form.date("review_on"),
        )  # fmt: skip
        option = decisions.check(
            decision, gate, poll=poll, grounds=grounds(before, gate), today=before.program.today(now)
        )
        after = decisions.carried_out(
            before.program, gate, decision, cadence=before.playbook.cadence, is_last=gate == before.playbook.gates[-1]
        )
        await stored.add(session, decision)
        await stored_programs.save(session, workspace, after)
        if option.effect == "pass":
            await stored_gates.add(session, after.id, PassedGate(gate.key, now, asked.person))
        await _tell(session, workspace, before, after, poll, decision)
        await offer_backup(session, workspace, after, stop=decision.id, now=now)
        await lapses.plan(session, workspace, after.id, now)
        await audit.note(
            session, asked.by, did=f"decision:{decision.choice}", to=f"{after.code} {gate.title}", at=now,
            program=after.id, before=before.program, after={"decision": decision, "program": after},
        )  # fmt: skip

    await ack(response_action="update", view=shown.done(gate, decision))


async def _check_decides(session: Session, asked: Asked, standing: Standing, poll: Poll) -> None:
    playbook, gate = standing.playbook, standing.playbook.gate(poll.gate)
    title, deciders = playbook.role(gate.decider).title, standing.asked("decide", gate).get(gate.decider, ())
    decisions.check_decides(gate, deciders, by=asked.person, title=title)
    await people.check_may(session, asked, "decision:record", standing.program.id, playbook=playbook, also={"sponsor"})
    latest = standing.poll(gate)
    decisions.check_due(poll, standing.decisions, latest=latest is None or latest.id == poll.id)


def _answers(asked: Asked, gate: Gate) -> dict[str, str]:
    """What the decision that was chosen asks for; what was typed for another one is not part of it."""
    chosen = next((each for each in gate.decisions if each.key == asked.form.choice("choice")), None)
    keys = {chosen.ask.key: f"ask-{chosen.ask.key}"} if chosen and chosen.ask else {}
    if chosen and chosen.once:
        keys[decisions.DIFFERENT] = decisions.DIFFERENT
    return {key: text for key, field in keys.items() if (text := asked.form.text(field))}


async def _tell(
    session: Session, workspace: UUID, before: Standing, program: Program, poll: Poll, decision: Decision
) -> None:
    """The channel once, and in place whatever showed it as open, or dates that have moved."""
    to = program.channel or in_program(program.id)
    opened = VoteOpened(poll.id)
    await outbox.add(session, workspace, Post(DecisionRecorded(decision.id), to, decision.at, thread_of=opened))
    gate = before.playbook.gate(poll.gate)
    deciders = before.asked("decide", gate).get(gate.decider, ())
    wanted = [DecisionWanted(poll.id, user) for user in deciders]
    await outbox.refresh(session, workspace, opened, *wanted, *showing(before, gate, decision.at))
    await stored_programs.look_again(session, program.id, decision.at)


# --- on record ----------------------------------------------------------------------------------------------------


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        message = await _listed(session, asked, await programs.find(session, asked), page=0)
    await ack(text=message.text, blocks=message.blocks)


async def turn_page(ack: Ack, asked: Asked, services: Services) -> None:
    program, _, page = asked.value.partition("/")
    async with services.database.reading() as session:
        found = await stored_programs.get(session, asked.workspace, as_id(program))
        message = await _listed(session, asked, found, page=int(page))
    await ack(text=message.text, blocks=message.blocks)


async def _listed(session: Session, asked: Asked, program: Program, *, page: int) -> Message:
    standing = await standings.get(session, program)
    await people.check_may(session, asked, "gate:see", program.id, playbook=standing.playbook)
    return shown.listed(standing, user=asked.person, page=page)


# --- resume -------------------------------------------------------------------------------------------------------


async def open_resume(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        standing = await standings.get(session, await programs.find(session, asked))
        await people.check_may(session, asked, "program:resume", standing.program.id, playbook=standing.playbook)
    gate, after = _resumed(standing, now, reason="")
    weeks = sum(each.weeks for each in after.extensions) - sum(each.weeks for each in standing.program.extensions)
    await asked.open(
        shown.resume(
            standing.program, standing.decisions[-1], gate, weeks=weeks, gate_day=after.due_day(gate.key, gate.week)
        )
    )


async def resume(ack: Ack, asked: Asked, services: Services) -> None:
    now, reason = services.clock.now(), asked.form.needed("reason")

    async with services.database.writing() as session:
        program = await stored_programs.get(session, asked.workspace, asked.about_id("program"))
        before = await standings.get(session, program)
        await people.check_may(session, asked, "program:resume", program.id, playbook=before.playbook)
        await take_up(session, asked, before, reason=reason, now=now)

    text = f"{program.code} goes on. The channel and the plan show the new dates."
    await ack(response_action="update", view=done("Resumed", Message(text, [section(text)])))


async def take_up(session: Session, asked: Asked, before: Standing, *, reason: str, now: datetime) -> None:
    """The program runs again, with its dates moved, by a decision of its own."""
    program, workspace = before.program, asked.workspace
    gate, after = _resumed(before, now, reason=reason)
    decision = Decision(
        uuid4(), program.id, gate.key, None, RESUMED, reason, (), asked.person, now, before.digest(gate)
    )
    await stored.add(session, decision)
    await stored_programs.save(session, workspace, after)
    to = program.channel or in_program(program.id)
    await outbox.add(session, workspace, Post(ProgramResumed(decision.id), to, now))
    await lapses.plan(session, workspace, program.id, now)
    await outbox.refresh(session, workspace, *showing(before, gate, now))
    await stored_programs.look_again(session, program.id, now)
    await audit.note(
        session, asked.by, did="program:resume", to=program.code, at=now, program=program.id, before=program,
        after={"decision": decision, "program": after},
    )  # fmt: skip


def _pause(standing: Standing) -> Decision:
    """The decision that paused it, whatever was said of the day of its review since."""
    return next(each for each in reversed(standing.decisions) if each.choice != REVIEW_MOVED and each.corrects is None)


def _resumed(standing: Standing, now: datetime, *, reason: str) -> tuple[Gate, Program]:
    """The gate that comes next, and the program with the weeks since its pause added before it."""
    program, gate = standing.program, standing.next_gate
    if program.state is not ProgramState.PAUSED or gate is None or not standing.decisions:
        raise Refused("This program is not paused: `/pilot status` shows where it stands.")
    paused_on = program.today(_pause(standing).at)
    from_week = min(gate.week, program.week(paused_on, last=standing.last_week))
    today = program.today(now)
    return gate, rules.resumed(program, paused_on=paused_on, today=today, from_week=from_week, reason=reason)


# --- what the sender says -----------------------------------------------------------------------------------------


async def decision_wanted(session: Session, workspace: UUID, subject: DecisionWanted, now: datetime) -> Message:
    standing, poll = await find_poll(session, workspace, subject.poll)
    return shown.wanted(standing, poll, await list_names(session, workspace, standing))


async def decision_recorded(session: Session, workspace: UUID, subject: DecisionRecorded, now: datetime) -> Message:
    return shown.recorded(*await _find(session, workspace, subject.decision))


async def program_resumed(session: Session, workspace: UUID, subject: ProgramResumed, now: datetime) -> Message:
    return shown.resumed(*await _find(session, workspace, subject.decision))


async def _find(session: Session, workspace: UUID, id: UUID) -> tuple[Standing, Decision]:
    decision = await stored.get(session, id)
    program = await stored_programs.get(session, workspace, decision.program)
    return await standings.get(session, program), decision
