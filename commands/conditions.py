"""Conditions: listed, met by their owner, accepted by whoever set them, and settled by the decider once missed."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from commands import items, lapses, people
from commands.dispatch import Ack, Dispatch
from commands.selections import offer_backup
from commands.services import Asked, Services, as_id
from program import commitments, conditions, surfaces
from program.conditions import Step, StepKind, Tracked
from program.decisions import ROLLED_BACK, Decision
from program.errors import Refused
from program.posts import ConditionMoved, ConditionSettled, Home, Plan, Post, in_program, to_person
from program.programs import ProgramState
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import conditions as stored
from storage import decisions as stored_decisions
from storage.database import Session
from templates import conditions as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("conditions", show, help="What was signed or decided on a condition, and who owes it", may="gate:see")
    table.action(shown.LIST, show)
    table.action(shown.MEET, open_meet)
    table.action(shown.REVIEW, open_review)
    table.action(shown.SETTLE, open_settle)
    table.view(shown.MARK_MET, mark_met)
    table.view(shown.ANSWER, answer)
    table.view(shown.RECORD, settle)
    table.render(ConditionMoved, condition_moved)
    table.render(ConditionSettled, condition_settled)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "gate:see")
    page = int(asked.value.partition("/")[2] or 0)
    message = shown.conditions(standing, asked.person, services.clock.now(), page=page)
    await ack(text=message.text, blocks=message.blocks)


async def _find(session: Session, asked: Asked, action: str) -> tuple[Standing, Tracked]:
    """A condition of a program of this workspace, for someone who may do this to it."""
    carried = asked.value or f"{asked.about.get('program')}/{asked.about.get('condition')}"
    program, _, key = carried.partition("/")
    source, _, number = key.partition("/")
    standing = await standings.get(session, await programs.get(session, asked.workspace, as_id(program)))
    one = commitments.find(standing, as_id(source), int(number))
    also = {"holder"} if asked.person == one.owner else set()
    if asked.person in commitments.settles(standing, one):
        also.add("sponsor")
    await people.check_may(session, asked, action, standing.program.id, playbook=standing.playbook, also=also)
    return standing, one


# --- met, and accepted --------------------------------------------------------------------------------------------


async def open_meet(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, one = await _find(session, asked, "condition:meet")
    conditions.check_met(one, by=asked.person, evidence="asked for")
    await items.present(asked, shown.meet(standing, one, services.clock.now()))


async def mark_met(ack: Ack, asked: Asked, services: Services) -> None:
    now, evidence = services.clock.now(), asked.form.text("evidence")
    async with services.database.writing() as session:
        standing, one = await _find(session, asked, "condition:meet")
        conditions.check_met(one, by=asked.person, evidence=evidence)
        after = await _add(session, asked, standing, one, StepKind.MET, evidence, None, now)
        await _tell(session, asked, standing, after, one.setters, now)
    await ack(response_action="update", view=shown.done(standing, after))


async def open_review(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, one = await _find(session, asked, "condition:accept")
    conditions.check_accepts(one, by=asked.person)
    await items.present(asked, shown.review(standing, one, services.clock.now()))


async def answer(ack: Ack, asked: Asked, services: Services) -> None:
    now, why = services.clock.now(), asked.form.text("why")
    async with services.database.writing() as session:
        standing, one = await _find(session, asked, "condition:accept")
        is_met = asked.form.choice("answer") == shown.ACCEPT.value
        if is_met:
            conditions.check_accepts(one, by=asked.person)
        else:
            conditions.check_returns(one, by=asked.person, why=why)
        kind = StepKind.ACCEPTED if is_met else StepKind.RETURNED
        after = await _add(session, asked, standing, one, kind, why, None, now)
        await _tell(session, asked, standing, after, (one.owner,), now)
    await ack(response_action="update", view=shown.done(standing, after))


# --- missed -------------------------------------------------------------------------------------------------------


async def open_settle(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        standing, one = await _find(session, asked, "condition:settle")
    today, deciders = standing.program.today(now), commitments.settles(standing, one)
    conditions.check_settles(
        one, StepKind.TOLERATED, by=asked.person, deciders=deciders, why="asked for", due=None, today=today
    )
    await items.present(asked, shown.settle(standing, one, now))


async def settle(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    why, chosen = form.text("why"), form.choice("way")
    if chosen not in {each.value for each in shown.WAYS}:
        raise Refused("Choose what becomes of it.", field="way")
    kind = StepKind(chosen)
    async with services.database.writing() as session:
        standing, one = await _find(session, asked, "condition:settle")
        today, deciders = standing.program.today(now), commitments.settles(standing, one)
        due = None if kind is StepKind.TOLERATED else form.date("due")
        conditions.check_settles(one, kind, by=asked.person, deciders=deciders, why=why, due=due, today=today)
        after = await _add(session, asked, standing, one, kind, why, due, now)
        if kind is StepKind.ROLLED_BACK:
            await _roll_back(session, asked, standing, after, now)
        step, program = after.steps[-1], standing.program
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(ConditionSettled(program.id, step.id), to, now))
        await lapses.plan(session, asked.workspace, program.id, now)
    await ack(response_action="update", view=shown.done(standing, after))


async def _roll_back(session: Session, asked: Asked, standing: Standing, one: Tracked, now: datetime) -> None:
    """The program is paused until the day that was named, by a decision of its own (framework 3, Week 12)."""
    step, program, gate = one.steps[-1], standing.program, standing.playbook.gate(one.gate)
    decision = Decision(
        uuid4(), program.id, gate.key, None, ROLLED_BACK, step.note, (), asked.person, now, standing.digest(gate),
        review_on=step.due,
    )  # fmt: skip
    await stored_decisions.add(session, decision)
    paused = replace(program, state=ProgramState.PAUSED)
    await programs.save(session, asked.workspace, paused)
    await outbox.refresh(session, asked.workspace, Plan(program.id))
    await offer_backup(session, asked.workspace, paused, stop=decision.id, now=now)
    await programs.look_again(session, program.id, now)
    await audit.note(
        session, asked.by, did="program:roll-back", to=program.code, at=now, program=program.id, before=program,
        after={"decision": decision, "program": paused},
    )  # fmt: skip


# --- all of them --------------------------------------------------------------------------------------------------


async def _add(
    session: Session,
    asked: Asked,
    standing: Standing,
    one: Tracked,
    kind: StepKind,
    note: str | None,
    due: date | None,
    now: datetime,
) -> Tracked:
    step = Step(uuid4(), standing.program.id, one.source, one.number, kind, note, due, asked.person, now)
    await stored.add(session, step)
    after = replace(one, steps=(*one.steps, step))
    program = standing.program
    concerned = sorted({one.owner, *one.setters, *commitments.settles(standing, one)})
    seen_in = [*surfaces.of_prompt(standing, now), *(Home(user) for user in concerned)]
    await outbox.refresh(session, asked.workspace, *seen_in)
    await audit.note(
        session, asked.by, did=f"condition:{kind}", to=f"{program.code} {one.text[:80]}", at=now, program=program.id,
        before=one.last, after=step,
    )  # fmt: skip
    return after


async def _tell(
    session: Session, asked: Asked, standing: Standing, after: Tracked, users: tuple[str, ...], now: datetime
) -> None:
    told = sorted(set(users) - {asked.person})
    posts = [ConditionMoved(standing.program.id, after.steps[-1].id, user) for user in told]
    await outbox.add(session, asked.workspace, *(Post(each, to_person(each.user), now) for each in posts))


# --- what the sender says -----------------------------------------------------------------------------------------


async def _at(session: Session, workspace: UUID, program: UUID, id: UUID) -> tuple[Standing, Tracked, Step]:
    standing = await standings.get(session, await programs.get(session, workspace, program))
    step = next(each for each in standing.condition_steps if each.id == id)
    return standing, commitments.find(standing, step.source, step.number), step


async def condition_moved(session: Session, workspace: UUID, subject: ConditionMoved, now: datetime) -> Message:
    standing, one, step = await _at(session, workspace, subject.program, subject.step)
    return shown.moved(standing, one, step, subject.user)


async def condition_settled(session: Session, workspace: UUID, subject: ConditionSettled, now: datetime) -> Message:
    return shown.settled(*await _at(session, workspace, subject.program, subject.step))
