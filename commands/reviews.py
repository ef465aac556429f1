"""The day on which a pause is looked at again: the decider resumes, moves the day, or stops for good."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items
from commands.decisions import take_up
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from commands.stopping import carry_out
from program import lapses as due
from program import reviews
from program.decisions import RESUMED, REVIEW_MOVED, Decision
from program.errors import Refused
from program.posts import ReviewDue, ReviewSettled
from program.standings import Standing
from storage import decisions as stored
from storage import programs, standings
from storage.database import Session
from templates import reviews as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.action(shown.OPEN, open_form)
    table.view(shown.RECORD, record)
    table.render(ReviewDue, review_due)
    table.render(ReviewSettled, review_settled)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, paused = await _find(session, asked)
    await items.present(asked, shown.form(standing, paused))


async def _find(session: Session, asked: Asked) -> tuple[Standing, Decision]:
    """A paused program, for whoever takes it up again."""
    standing, _ = await items.find_standing(session, asked, "program:resume")
    paused = due.review(standing)
    if paused is None:
        raise Refused("This program is not paused: `/pilot status` shows where it stands.")
    return standing, paused


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    way, reason, day = form.choice("way") or "", form.text("reason"), form.date("review_on")
    async with services.database.writing() as session:
        standing, paused = await _find(session, asked)
        reviews.check(way, reason=reason, day=day, paused=paused, today=standing.program.today(now))
        if way == RESUMED:
            await take_up(session, asked, standing, reason=reason or "", now=now)
        else:
            await _stay(session, asked, standing, paused, way, now)
    await ack(response_action="update", view=shown.done(standing, way, day))


async def _stay(session: Session, asked: Asked, before: Standing, paused: Decision, way: str, now: datetime) -> None:
    """Paused until another day, or finished; by a decision of its own."""
    decision = Decision(
        uuid4(), before.program.id, paused.gate, None, way, asked.form.text("reason"), (), asked.person, now,
        before.digest(before.playbook.gate(paused.gate)),
        review_on=asked.form.date("review_on") if way == REVIEW_MOVED else None,
    )  # fmt: skip
    await carry_out(session, asked, before, decision, now)


# --- what the sender says -----------------------------------------------------------------------------------------


async def review_due(session: Session, workspace: UUID, subject: ReviewDue, now: datetime) -> Message | None:
    """Nothing, where the program went on, or its day was moved, before this could be said."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    paused = due.review(standing)
    return shown.asked(standing, paused) if paused and paused.review_on == subject.day else None


async def review_settled(session: Session, workspace: UUID, subject: ReviewSettled, now: datetime) -> Message:
    decision = await stored.get(session, subject.decision)
    standing = await standings.get(session, await programs.get(session, workspace, decision.program))
    return shown.settled(standing, decision)
