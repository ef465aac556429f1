"""The part of the tick that sees what no longer holds; and when it looks at a program next."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import production
from commands.dispatch import Dispatch
from commands.gates import showing
from commands.services import Services
from program import commitments, gates, lapses, launches
from program.audit import BOT, Actor
from program.conditions import Step, StepKind, Tracked
from program.lapses import Lapse
from program.posts import (
    ConditionMissed,
    GateReopened,
    Home,
    Post,
    ReviewDue,
    Subject,
    WaiverEnded,
    in_program,
    to_person,
)
from program.standings import Standing
from storage import audit, conditions, items, outbox, programs, sign_offs, standings
from storage import lapses as stored
from storage.database import Session
from templates import conditions as shown
from templates import lapses as words
from templates.blocks import Message

AT_ONCE = 50  # programs in one transaction
VOID = ""  # the digest of a signature that rests on nothing any more


def register(table: Dispatch) -> None:
    table.render(ConditionMissed, condition_missed)
    table.render(WaiverEnded, waiver_ended)
    table.render(GateReopened, gate_reopened)


async def plan(session: Session, workspace: UUID, program: UUID, now: datetime) -> None:
    """After whatever moves such a day."""
    standing = await standings.get(session, await programs.get(session, workspace, program))
    await stored.plan(session, program, lapses.next_at(standing, now))


async def look(services: Services) -> None:
    """In the tick."""
    while await _some(services) == AT_ONCE:
        pass


async def _some(services: Services) -> int:
    now = services.clock.now()
    async with services.database.writing() as session:
        found = await stored.due(session, now, limit=AT_ONCE)
        for workspace, program in found:
            standing = await standings.get(session, await programs.get(session, workspace, program))
            for lapse in lapses.due(standing, now):
                standing = await _lapse(session, workspace, standing, lapse, now)
            await _review(session, workspace, standing, now)
            await production.ask(session, workspace, standing, now)
            await plan(session, workspace, program, now)
    return len(found)


async def _lapse(session: Session, workspace: UUID, standing: Standing, lapse: Lapse, now: datetime) -> Standing:
    by, program = Actor(workspace, BOT, "the schedule"), standing.program
    why = words.why(standing, lapse)
    if lapse.item:
        again = lapse.item.owed_again(by=BOT, now=now)
        await items.save(session, program.id, again)
        await audit.note(
            session, by, did="item:waiver-ended", to=f"{program.code} {why[:80]}", at=now, program=program.id,
            before=lapse.item, after=again,
        )  # fmt: skip
    if lapse.reopens:
        await _reopen(session, by, standing, lapse, why, now)
    elif launches.is_launched(standing):
        await _ask(session, workspace, standing, lapse, now)
    after = await standings.get(session, program)
    await outbox.refresh(session, workspace, *(Home(each) for each in sorted({a.user for a in after.appointments})))
    return after


async def _reopen(session: Session, by: Actor, standing: Standing, lapse: Lapse, why: str, now: datetime) -> None:
    """On the record; the channel is told once, and whoever signed on that condition is asked once more."""
    program, passed = standing.program, lapse.reopens
    if passed is None or not any(each.gate == passed.gate for each in standing.passed):
        return
    id = await stored.reopen(session, program.id, passed, why=why, now=now)
    gate = standing.playbook.gate(passed.gate)
    if one := lapse.condition:
        step = Step(uuid4(), program.id, one.source, one.number, StepKind.LAPSED, None, None, BOT, now)
        await conditions.add(session, step)
        await _sign_again(session, standing, one)
    to = program.channel or in_program(program.id)
    await outbox.add(session, by.workspace, Post(GateReopened(program.id, id), to, now))
    await outbox.refresh(session, by.workspace, *showing(standing, gate, now))
    await programs.look_again(session, program.id, now)
    await audit.note(
        session, by, did="gate:reopen", to=f"{program.code} {gate.title}", at=now, program=program.id,
        before=passed, after={"gate": gate.key, "why": why},
    )  # fmt: skip


async def _sign_again(session: Session, standing: Standing, one: Tracked) -> None:
    """Whoever signed on this condition signs once more, as after any change; what they signed stays on record."""
    signed = next((each for each in standing.sign_offs if each.id == one.source), None)
    if signed:
        await sign_offs.save(session, replace(signed, digest=VOID))


async def _ask(session: Session, workspace: UUID, standing: Standing, lapse: Lapse, now: datetime) -> None:
    """The decider of the gate it belongs to, once for each day that was missed."""
    posts: list[tuple[Subject, str]] = []
    if one := lapse.condition:
        users = commitments.settles(standing, one)
        id = standing.program.id
        posts = [(ConditionMissed(id, one.source, one.number, one.due, user), user) for user in users]
    elif lapse.item and lapse.item.exemption and lapse.item.exemption.expires:
        users = gates.leads(standing, "gate:override")
        day = lapse.item.exemption.expires
        posts = [(WaiverEnded(standing.program.id, lapse.item.key, day, user), user) for user in users]
    await outbox.add(session, workspace, *(Post(subject, to_person(user), now) for subject, user in posts))


async def _review(session: Session, workspace: UUID, standing: Standing, now: datetime) -> None:
    paused = lapses.review(standing)
    if paused is None or paused.review_on is None or paused.review_on > standing.program.today(now):
        return
    users = commitments.deciders(standing, standing.playbook.gate(paused.gate))
    due = [ReviewDue(standing.program.id, paused.review_on, user) for user in users]
    await outbox.add(session, workspace, *(Post(each, to_person(each.user), now) for each in due))


# --- what the sender says -----------------------------------------------------------------------------------------


async def condition_missed(
    session: Session, workspace: UUID, subject: ConditionMissed, now: datetime
) -> Message | None:
    """Nothing, where it was settled or given more time before this could be said."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    one = commitments.find(standing, subject.source, subject.number)
    return shown.missed(standing, one) if one.is_overdue(standing.program.today(now)) else None


async def waiver_ended(session: Session, workspace: UUID, subject: WaiverEnded, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    return words.waiver_ended(standing, subject.item)


async def gate_reopened(session: Session, workspace: UUID, subject: GateReopened, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    gate, why = await stored.reopened(session, subject.reopening)
    return shown.reopened(standing, standing.playbook.gate(gate).title, why)
