"""What is in production: the screen of it, the review when its day comes, and what came of it."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items, lapses
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import live_reviews, production
from program.authority import may
from program.errors import Refused
from program.kpis import Reading
from program.live_reviews import LiveReview, Way
from program.posts import Home, LiveReviewAsked, LiveReviewed, Post, in_program, to_person
from program.readings import check_reading
from program.standings import Standing
from storage import audit, kpis, outbox, programs, standings
from storage import production as stored
from storage.database import Session
from templates import production as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("production", show, help="What is in production, and when it is looked at again", may="program:see")
    table.action(shown.SHOW, show)
    table.action(shown.OPEN, open_form)
    table.view(shown.RECORD, record)
    table.render(LiveReviewAsked, review_asked)
    table.render(LiveReviewed, reviewed)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    message = shown.screen(standing, services.clock.now(), may_review=may("live:review", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "live:review")
    production.check_live(standing)
    way = _way(asked.value.partition("/")[2])
    await items.present(asked, shown.form(standing, way, services.clock.now()))


def _way(word: str) -> Way:
    if word not in set(Way):
        raise Refused("This button is out of date. Ask again with `/pilot production` for a fresh one.")
    return Way(word)


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        await _alone(session, asked)
        standing, _ = await items.find_standing(session, asked, "live:review")
        production.check_live(standing)
        review, today = _from_form(asked, standing, now), standing.program.today(now)
        live_reviews.check(review, today=today)
        if asked.about.get("due") != review.due.isoformat():
            raise Refused("Somebody reviewed it while you were writing: `/pilot production` shows what they found.")
        await stored.add(session, review)
        await _read(session, asked, standing, review, now)
        await lapses.plan(session, asked.workspace, standing.program.id, now)
        await _tell(session, asked, standing, review, now)
        await audit.note(
            session, asked.by, did=f"live:{review.way}", to=standing.program.code, at=now, program=review.program,
            after=review,
        )  # fmt: skip
    await ack(response_action="update", view=shown.done(standing, review))


async def _alone(session: Session, asked: Asked) -> None:
    """One review at a time: the second person waits here, and then sees that it is not due any more."""
    await programs.next_number(session, (await items.find_program(session, asked)).id, "live-review")


def _from_form(asked: Asked, standing: Standing, now: datetime) -> LiveReview:
    form, way, kpi = asked.form, _way(asked.about.get("way", "")), production.figure(standing)
    fine = kpi if way is Way.FINE else None
    return LiveReview(
        uuid4(), standing.program.id, production.next_review(standing) or standing.program.today(now), way,
        form.text("note") or "", None if way is Way.RETIRE else form.date("next_on"), asked.person, now,
        f"{fine.code} {fine.name}" if fine else None, form.number("value") if fine else None,
    )  # fmt: skip


async def _read(session: Session, asked: Asked, standing: Standing, review: LiveReview, now: datetime) -> None:
    """The figure on which “still fine” rests is a reading like any other."""
    kpi, today = production.figure(standing), standing.program.today(now)
    if kpi is None or review.value is None:
        return
    if any((each.on, each.value) == (today, review.value) for each in kpi.counting):
        return  # it was recorded today already
    reading = check_reading(
        Reading(review.value, today, "Read at the review", asked.person, now, uuid4()), kpi.counting, today=today
    )
    await kpis.add_reading(session, kpi.id, reading)


async def _tell(session: Session, asked: Asked, standing: Standing, review: LiveReview, now: datetime) -> None:
    program = standing.program
    to = program.channel or in_program(program.id)
    await outbox.add(session, asked.workspace, Post(LiveReviewed(program.id, review.id), to, now))
    day = production.asked_on(standing, now)
    owners = production.owners(standing) if day else ()
    answered = [LiveReviewAsked(program.id, review.due, day, user) for user in owners if day]
    homes = [Home(each.user) for each in standing.appointments]
    await outbox.refresh(session, asked.workspace, *answered, *homes)


# --- what the tick asks -------------------------------------------------------------------------------------------


async def ask(session: Session, workspace: UUID, standing: Standing, now: datetime) -> None:
    """Once its day has come, and once a week until somebody answers."""
    due, day = production.next_review(standing), production.asked_on(standing, now)
    if due is None or day is None:
        return
    posts = [LiveReviewAsked(standing.program.id, due, day, user) for user in production.owners(standing)]
    await outbox.add(session, workspace, *(Post(each, to_person(each.user), now) for each in posts))


# --- what the sender says -----------------------------------------------------------------------------------------


async def review_asked(session: Session, workspace: UUID, subject: LiveReviewAsked, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    return shown.asked(standing, subject.due, now)


async def reviewed(session: Session, workspace: UUID, subject: LiveReviewed, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    return shown.reviewed(standing, subject.review)
