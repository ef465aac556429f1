"""What is in production on one screen, the review that is asked for, its forms, and what came of it."""

from datetime import date, datetime
from uuid import UUID

from program import launches, production
from program.live_reviews import LiveReview, Way
from program.standings import Standing
from program.targets import lead
from templates import blocks as b
from templates.changes import OPEN as CHANGE
from templates.cycles import SHOW as CYCLE
from templates.status import kpi_line
from templates.words import say

SHOW, OPEN, RECORD = "production-show", "live-review-open", "live-review-record"
LABELS = {
    Way.FINE: "Still fine",
    Way.CHANGE: "Change needed",
    Way.MOVED: "Another day",
    Way.RETIRE: "Retire",
}
TITLES = {
    Way.FINE: "What do you see?",
    Way.CHANGE: "What must change, and why?",
    Way.MOVED: "Why on another day?",
    Way.RETIRE: "Why is it switched off, and what takes its place?",
}
MOST = 5  # figures and reviews on one screen


def screen(standing: Standing, now: datetime, *, may_review: bool) -> b.Message:
    """Who has it, what its figures say, when it is looked at next and by whom, and what was found before."""
    today = standing.program.today(now)
    text = say("production", **_facts(standing))
    figures = [kpi_line(each, today) for each in lead(standing.kpis)[:MOST]]
    blocks = b.sections(text)
    if figures and production.live_since(standing):
        blocks += b.sections(say("production_figures", lines=figures))
    if standing.live_reviews:
        found = standing.live_reviews[::-1][:MOST]
        blocks += b.sections(say("production_reviews", reviews=found, labels=LABELS))
    if production.is_live(standing) and may_review:
        blocks.append(_buttons(standing))
    return b.Message(text, [*blocks, *(_next(standing) if production.live_since(standing) else [])])


def _facts(standing: Standing) -> dict[str, object]:
    return {
        "program": standing.program,
        "since": production.live_since(standing),
        "live": launches.live(standing),
        "retired": production.is_retired(standing),
        "next_on": production.next_review(standing),
        "owners": production.owners(standing),
    }


def _buttons(standing: Standing) -> b.Block:
    id = str(standing.program.id)
    ways = [
        b.button(label, f"{OPEN}:{way}", f"{id}/{way}", style="primary" if way is Way.FINE else None)
        for way, label in LABELS.items()
    ]
    return b.actions(*ways)


def _next(standing: Standing) -> list[b.Block]:
    return [b.actions(b.button("The next cycle", CYCLE, str(standing.program.id)))]


def asked(standing: Standing, due: date, now: datetime) -> b.Message:
    """To its owner; once somebody answered, what came of it."""
    review = next((each for each in standing.live_reviews if each.due == due), None)
    if review:
        return _said(standing, review)
    kpi = production.figure(standing)
    line = kpi_line(kpi, standing.program.today(now)) if kpi else ""
    text = say("live_review_asked", line=line, due=due, **_facts(standing))
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), _buttons(standing)])


def form(standing: Standing, way: Way, now: datetime) -> b.View:
    today, due, kpi = standing.program.today(now), production.next_review(standing), production.figure(standing)
    latest = kpi.latest if kpi else None
    questions = []
    if way is Way.FINE and kpi:
        hint = f"Last read on {latest.on:%-d %b %Y}: {latest.value:g}." if latest else "It was never read."
        label = f"What does {kpi.code} {b.shortened(kpi.name, 100)} read now, in {b.shortened(kpi.unit, 50)}?"
        questions.append(b.question("value", label, b.number_input(), hint=hint))
    questions.append(b.question("note", TITLES[way], b.text_input(lines=True, most=500)))
    if way is not Way.RETIRE:
        later = production.suggested(standing, max(today, due or today))
        questions.append(b.question("next_on", "When is it looked at again?", b.date_input(initial=later)))
    return b.modal(
        LABELS[way],
        RECORD,
        [*b.sections(say("production", **_facts(standing))), *questions],
        submit="Record",
        about={"program": str(standing.program.id), "way": way, "due": due.isoformat() if due else ""},
    )


def done(standing: Standing, review: LiveReview) -> b.View:
    """Where a change is needed, its proposal is one press away."""
    text = say("live_review_done", program=standing.program, review=review)
    change = b.actions(b.button("Propose the change", CHANGE, str(standing.program.id), style="primary"))
    return b.done("Recorded", b.Message(text, [b.section(text), *([change] if review.way is Way.CHANGE else [])]))


def reviewed(standing: Standing, id: UUID) -> b.Message:
    return _said(standing, next(each for each in standing.live_reviews if each.id == id))


def _said(standing: Standing, review: LiveReview) -> b.Message:
    text = say("live_reviewed", program=standing.program, review=review, label=LABELS[review.way])
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))
